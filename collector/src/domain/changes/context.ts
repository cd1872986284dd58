import { randomBytes } from 'node:crypto';
import { base32, type ChangeId, type DeviceId, type IncidentId, type PersonId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Scope } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { ChangeStore, PlanStore } from './store.ts';

/** A run as it is known now, whichever of its messages came first. */
export interface RunSheet {
  readonly id: string;
  readonly device: DeviceId;
  readonly kind: 'order' | 'standing';
  /** The order's title, or the standing order's name. */
  readonly title: string;
  /** Who signed it; null: not known. */
  readonly by: string | null;
  readonly outcome: string;
  readonly exit: number | null;
  readonly startedAt: number;
  /** Null: its result has not come. */
  readonly endedAt: number | null;
  /** The end of its output, as text that is safe to show. */
  readonly output: string;
  /** The incident that people pushed it for. */
  readonly incident: IncidentId | null;
  /** Of a standing order by rule; values in the metric's own unit. */
  readonly firing: {
    readonly rule: string;
    readonly instance: string;
    readonly severity: Severity;
    /** When the breach began, as the device says. */
    readonly since: number;
    readonly before: number | null;
    readonly after: number | null;
    /** Null: not measured yet. */
    readonly cleared: boolean | null;
    readonly measuredAt: number | null;
  } | null;
}

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
