import type { DeviceId, IncidentId, PersonId, RuleId, ChangeId } from '@fettle/shared/ids';
import type { PlanBody, planStates } from '@fettle/shared/api/changes';
import type { Scope } from '../access/index.ts';

export type ChangeKind = 'run' | 'facts' | 'restart' | 'plan' | 'agent';

/** Something that altered a device, as a row of its timeline. Made of an event, and never anything but what that one told. */
export interface NewChange {
  /** What it tells of: heard again, it is the same row. */
  readonly id: string;
  /** When it altered the device; of a run its beginning. */
  readonly time: number;
  readonly kind: ChangeKind;
  readonly device: DeviceId;
  /** One sentence. */
  readonly words: string;
  /** Who or what did it; null: not known. */
  readonly by: string | null;
  /** A page of the dashboard; null: none. */
  readonly link: string | null;
  readonly outcome: string | null;
  /** Of a run its id, and of a remedy by rule what it was for. */
  readonly run: string | null;
  readonly rule: RuleId | null;
  readonly instance: string | null;
  /** The planned change that it is. */
  readonly plan: ChangeId | null;
}

export interface Change extends NewChange {
  /** As the device is called and where it is now. */
  readonly deviceName: string;
  readonly site: string;
  /** The incident that a run was attached to. */
  readonly incident: IncidentId | null;
}

export type PlanState = (typeof planStates)[number];

/** A planned change: why, when, how risky, who agreed. */
export interface Plan extends Omit<PlanBody, 'devices'> {
  readonly id: ChangeId;
  readonly devices: readonly DeviceId[];
  /** Of the devices that it names those that whoever made it sees. */
  readonly scope: Scope;
  readonly state: PlanState;
  readonly madeBy: PersonId;
  readonly madeAt: number;
  /** Whose words it has now; neither may approve them. */
  readonly changedBy: PersonId;
  readonly approvedBy: PersonId | null;
  readonly approvedAt: number | null;
  /** When it really began and ended; null: not yet. */
  readonly begunAt: number | null;
  readonly endedAt: number | null;
  /** What people said at its end, or why it was refused. */
  readonly outcome: string;
  readonly version: number;
}
