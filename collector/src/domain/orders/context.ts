import { createHash, randomBytes } from 'node:crypto';
import { base32, type DeviceId, type DraftId, type OrderId, type RunId } from '@fettle/shared/ids';
import { type AccessStore, type Actor, audited } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { AuditEntry, NewEvent, Note } from '../events/index.ts';
import type { RuleStore } from '../rules/index.ts';
import type { ScriptStore } from '../scripts/index.ts';
import type { TrustStore } from '../trust/index.ts';
import type { OrderStore, RunStore, StandingStore } from './store.ts';
import type { Named } from './types.ts';

/** What the verbs of this capability need. `now`: ms since 1970. */
export interface OrderPorts {
  readonly orders: OrderStore;
  readonly runs: RunStore;
  readonly standing: StandingStore;
  readonly scripts: ScriptStore;
  readonly access: Pick<AccessStore, 'roots' | 'person'>;
  readonly trust: TrustStore;
  readonly devices: Pick<DeviceStore, 'devices' | 'device' | 'several' | 'grant' | 'grants' | 'token'>;
  readonly rules: Pick<RuleStore, 'rule'>;
  readonly now: number;
}

/** `q…`: 80 random bits. */
export function newDraftId(): DraftId {
  return `q${base32(randomBytes(10), 16)}` as DraftId;
}

/** Made of the first ring's statement, so that the same signed order has one id however often it comes. */
export function orderIdOf(statement: string): OrderId {
  return `o${base32(digest(`order ${statement}`), 16)}` as OrderId;
}

/** One run for what was signed, the device, and the firing's number. */
export function runIdOf(statement: string, device: DeviceId, run: number): RunId {
  return `u${base32(digest(`run ${statement} ${device} ${run}`), 16)}` as RunId;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Who acts, by the name that people know. */
export async function nameOf({ access }: Pick<OrderPorts, 'access'>, actor: Actor): Promise<Named> {
  if (actor.kind !== 'person') return { id: actor.id, name: actor.kind === 'token' ? 'an API token' : 'the collector' };
  const id = actor.id.slice('person:'.length) as Parameters<AccessStore['person']>[0];
  return { id: actor.id, name: (await access.person(id))?.name ?? 'somebody who left' };
}

/** Of no device: orders are about many. A site where all of them are at one; else everybody hears of it, and no title is told. */
export function orderEvent(time: number, kind: string, sites: readonly string[], detail: NewEvent['detail']): NewEvent {
  const site = sites.length === 1 ? (sites[0] ?? null) : null;
  const { title: _title, ...untitled } = detail;
  return { time, kind, device: null, site, detail: site === null ? untitled : detail };
}

export function orderNote(
  actor: Actor,
  event: NewEvent,
  act: { readonly action: string; readonly target: string; readonly detail?: AuditEntry['detail'] },
): Note {
  return { events: [event], audit: [audited(actor, event.time, act.action, act.target, act.detail)] };
}
