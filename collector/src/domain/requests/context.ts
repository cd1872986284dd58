import { randomBytes } from 'node:crypto';
import { createHash } from 'node:crypto';
import { base32, type DraftId, type PersonId, type RequestId } from '@fettle/shared/ids';
import { type AccessStore, type Actor, audited, personOf } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore, NewEvent, Note } from '../events/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { OrderPorts } from '../orders/index.ts';
import type { Finding, RuleStore } from '../rules/index.ts';
import type { SeriesStore } from '../series/index.ts';
import type { RequestStore } from './store.ts';
import type { Named, Request, RequestEntry } from './types.ts';

/** What the verbs of this capability need. `now`: ms since 1970. */
export interface RequestPorts {
  readonly requests: RequestStore;
  readonly events: Pick<EventStore, 'after' | 'bounds'>;
  readonly devices: DeviceStore;
  readonly incidents: Pick<IncidentStore, 'list' | 'several' | 'current' | 'timeline'>;
  readonly series: SeriesStore;
  readonly access: Pick<AccessStore, 'person'>;
  readonly rules: Pick<RuleStore, 'rule'>;
  /** What the verbs of orders need. */
  readonly orders: OrderPorts;
  /** Makes a finding durable as an incident, as those of rules are. */
  readonly report: (finding: Finding) => Promise<void>;
  readonly now: number;
}

/** `r…`: 80 random bits. */
export function newRequestId(): RequestId {
  return `r${base32(randomBytes(10), 16)}` as RequestId;
}

/** Made of the request, so that composing it again makes no second draft. */
export function draftIdOf(request: RequestId): DraftId {
  return `q${base32(createHash('sha256').update(`request ${request}`).digest(), 16)}` as DraftId;
}

/** Who acts, by the name that people know. */
export async function nameOf({ access }: Pick<RequestPorts, 'access'>, actor: Actor): Promise<Named> {
  const person = personOf(actor);
  if (person === null) return { id: actor.id, name: actor.kind === 'token' ? 'an API token' : 'the collector' };
  return { id: actor.id, name: (await access.person(person))?.name ?? 'somebody who left' };
}

/** Whether it is their own. */
export function isAsker({ asker }: Pick<Request, 'asker'>, actor: Actor): boolean {
  const person: PersonId | null = personOf(actor);
  return person !== null && asker.kind === 'person' && asker.id === person;
}

export type RequestEventKind = 'request.asked' | 'request.decided' | 'request.changed' | 'request.ended';

/** Of its device: who sees that hears of it. Without one it says which request, and nothing of what it is about. */
export function requestEvent(time: number, kind: RequestEventKind, { id, state, device, site }: Request): NewEvent {
  return { time, kind, device, site, detail: { request: id, state } };
}

export function requestNote(actor: Actor, time: number, kind: RequestEventKind, request: Request, act: string): Note {
  return {
    events: [requestEvent(time, kind, request)],
    audit: [audited(actor, time, `requests.${act}`, `request:${request.id}`, { state: request.state })],
  };
}

/** The next version, with a line of its timeline. */
export function withEntry(before: Request, entry: RequestEntry, change: Partial<Request> = {}): Request {
  return { ...before, ...change, timeline: [...before.timeline, entry], version: before.version + 1 };
}
