import type { DeviceId, IncidentId, PersonId, ProblemId, RuleId } from '@fettle/shared/ids';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Severity } from '@fettle/shared/severity';

export type IncidentState = 'open' | 'acknowledged' | 'resolved' | 'closed';

/** Why nobody is told of it, or more quietly. */
export type Quiet =
  | { readonly by: 'window'; readonly window: string }
  /** It follows from another incident. */
  | { readonly by: 'cause'; readonly incident: IncidentId }
  | { readonly by: 'flapping'; readonly since: number }
  | { readonly by: 'snoozed'; readonly until: number; readonly person: PersonId | null };

/** What people work on: one for each rule, device and instance that is not closed. */
export interface Incident {
  readonly id: IncidentId;
  readonly rule: RuleId;
  /** As it was called when the incident opened. */
  readonly ruleName: string;
  readonly device: DeviceId;
  readonly deviceName: string;
  readonly site: string;
  readonly instance: string;
  readonly metric: string | null;
  readonly attributes: Attributes;
  /** Of now; of a resolved one, the last. */
  readonly severity: Severity;
  readonly worst: Severity;
  readonly state: IncidentState;
  readonly words: string;
  readonly value: number | null;
  readonly limit: number | null;
  readonly openedAt: number;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  readonly closedAt: number | null;
  readonly reopened: number;
  readonly owner: PersonId | null;
  /** 1 first, 4 last. */
  readonly priority: 1 | 2 | 3 | 4;
  readonly quiet: Quiet | null;
  readonly problem: ProblemId | null;
  readonly version: number;
}
