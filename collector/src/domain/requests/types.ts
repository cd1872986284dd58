import type { RequestItemBody, RequestState } from '@fettle/shared/api/requests';
import type { DeviceId, DraftId, IncidentId, OrderId, PersonId, RequestId, RunId } from '@fettle/shared/ids';

/** What people may ask for. */
export interface RequestItem extends RequestItemBody {
  /** A slug that people choose. */
  readonly id: string;
  readonly version: number;
}

/** Who asks: a person with a login, or somebody at the endpoint, as its system calls them. */
export interface Asker {
  readonly kind: 'person' | 'endpoint';
  /** `p…`; of the endpoint the number of the user there, as text. */
  readonly id: string;
  readonly name: string;
}

/** Somebody by id (`person:p…`, `system:…`) and by the name they had. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What was so when it was asked, in words. */
export interface AttachedPart {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What happened to it. */
export interface RequestEntry {
  readonly time: number;
  /** Null: nobody in particular. */
  readonly actor: Named | null;
  readonly words: string;
}

/** Something that somebody asks for, or a trouble that they report. */
export interface Request {
  readonly id: RequestId;
  /** Null: a trouble. */
  readonly item: string | null;
  /** Of the item as it was asked; null: a trouble, or a person does it. What an order is composed of. */
  readonly script: RequestItemBody['script'];
  /** Of the item as it was asked. */
  readonly approval: RequestItemBody['approval'];
  readonly title: string;
  readonly text: string;
  /** By the question's id. */
  readonly answers: Readonly<Record<string, string>>;
  /** The same as parameters of the script; made and checked when it was asked. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly device: DeviceId | null;
  readonly deviceName: string | null;
  /** Where it belongs; null: to who sees everything, and to the asker. */
  readonly site: string | null;
  readonly asker: Asker;
  readonly askedAt: number;
  readonly state: RequestState;
  readonly decidedBy: Named | null;
  readonly decidedAt: number | null;
  /** Chosen with the approval; it is there to be signed once `composedAt` is set. */
  readonly draft: DraftId | null;
  readonly composedAt: number | null;
  readonly order: OrderId | null;
  readonly run: RunId | null;
  readonly incident: IncidentId | null;
  readonly owner: PersonId | null;
  /** For who asked. */
  readonly outcome: string;
  readonly endedAt: number | null;
  readonly dueAt: number | null;
  readonly attached: readonly AttachedPart[];
  readonly timeline: readonly RequestEntry[];
  /** What the endpoint called it: the same again is no second one. Null: it was asked in the dashboard. */
  readonly key: string | null;
  readonly version: number;
}
