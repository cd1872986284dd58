import type {
  Brand as BrandItem,
  ReportAsk,
  ReportKindId,
  ReportPlanBody,
  reportStates,
  sendStates,
} from '@fettle/shared/api/reports';
import type { PersonId, ReportId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Ask } from './kind.ts';

/** A report that is made again and again. */
export interface ReportPlan extends ReportPlanBody {
  /** A slug that people choose. */
  readonly id: string;
  /** Of whoever saved it last: the report says what that person sees. */
  readonly scope: Scope;
  /** Null: somebody at the collector itself, or an API token. */
  readonly madeBy: PersonId | null;
  /** Up to when its times were looked after; the next is the first after it. */
  readonly doneTo: number;
  /** Why it was switched off by the collector itself; null: it was not. */
  readonly off: string | null;
  /** A file made it, or people did. */
  readonly origin: 'own' | 'file';
  readonly version: number;
}

export type ReportState = (typeof reportStates)[number];

/** What a report is made of, kept with it so that it can be begun again. */
export interface ReportOrder extends Omit<Ask, 'now' | 'currency'> {
  readonly kind: ReportKindId;
  /** As it was asked for. */
  readonly asked: ReportAsk;
  readonly brand: string | null;
  readonly madeFor: string | null;
}

/** A report that is being made, was made or failed. */
export interface Report {
  readonly id: ReportId;
  readonly order: ReportOrder;
  /** Who covers this sees it: the asker's scope, narrowed to the site. */
  readonly seenBy: Scope;
  readonly plan: string | null;
  /** When its plan wanted it; null: somebody asked. */
  readonly dueAt: number | null;
  /** So much later it was begun, ms; 0: in time. */
  readonly lateMs: number;
  readonly madeBy: { readonly id: PersonId; readonly name: string } | null;
  readonly title: string;
  readonly subtitle: string;
  /** Empty until it was made. */
  readonly sentence: string;
  readonly state: ReportState;
  /** 0 to 1, and what is under way. */
  readonly progress: number;
  readonly doing: string;
  readonly error: string | null;
  /** When it was asked for. */
  readonly startedAt: number;
  readonly madeAt: number | null;
  readonly tookMs: number | null;
  /** As it is kept. */
  readonly bytes: number;
  readonly tables: readonly { readonly id: string; readonly title: string; readonly rows: number }[];
  /** How often somebody began to make it. */
  readonly tries: number;
  readonly version: number;
}

/** `sending`: the other end may have it already. `unknown`: the collector stopped while it was sent. */
export type SendState = (typeof sendStates)[number];

/** One report to one address, once. */
export interface ReportSend {
  readonly report: ReportId;
  /** As mail takes it. */
  readonly address: string;
  readonly channel: string;
  readonly attach: ReportPlanBody['attach'];
  readonly state: SendState;
  readonly attempts: number;
  readonly nextAt: number | null;
  /** Of the newest change. */
  readonly time: number;
  readonly answer: string;
}

export type Brand = BrandItem;
