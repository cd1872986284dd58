import { randomBytes } from 'node:crypto';
import { base32, type ChangeId, type PersonId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { IncidentStore, RemedyFiring, RemedyRun } from '../incidents/index.ts';
import type { ChangeStore, PlanStore } from './store.ts';

/** A run as it is known now, whichever of its messages came first; its rule is what the device calls it. */
export type RunSheet = Omit<RemedyRun, 'firing'> & {
  readonly firing: (Omit<RemedyFiring, 'rule'> & { readonly rule: string }) | null;
};

/** What changes ask of orders. */
export interface RunSource {
  /** Null: there is no such run. */
  run(id: string): Promise<RunSheet | null>;
  /** Of these ids those that there are, in any order. */
  several(ids: readonly string[]): Promise<RunSheet[]>;
  /** The orders that carry a planned change out. */
  ordersOf(
    scope: Scope,
    change: ChangeId,
  ): Promise<{ readonly id: string; readonly title: string; readonly state: string }[]>;
}

/** What the verbs over the timeline need; times in ms since 1970. */
export interface ChangesContext {
  readonly store: ChangeStore;
  readonly now: number;
}

/** What the verbs over planned changes need. */
export interface PlansContext {
  readonly plans: PlanStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly runs: Pick<RunSource, 'ordersOf'>;
  readonly person: (id: PersonId) => Promise<{ readonly id: PersonId; readonly name: string } | null>;
  readonly now: number;
}

/** What hears of changes as they happen. */
export interface HearContext extends ChangesContext {
  readonly events: Pick<EventStore, 'after' | 'bounds'>;
  readonly plans: PlanStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly runs: RunSource;
}

/** `c…`: 80 random bits. */
export function newChangeId(): ChangeId {
  return `c${base32(randomBytes(10), 16)}` as ChangeId;
}
