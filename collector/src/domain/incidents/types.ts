import type { DeviceId, IncidentId, PersonId, ProblemId, RuleId } from '@fettle/shared/ids';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Severity } from '@fettle/shared/severity';
import type { FindingReason } from '../rules/index.ts';

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
  /** Why the finding came that opened it; `device`: the device itself does not speak. */
  readonly reason: FindingReason;
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
  /** Why nobody is told now: the first of `hushes` that holds, in their order. */
  readonly quiet: Quiet | null;
  readonly hushes: Hushes;
  /** Shared by incidents of one rule that opened on many devices at once; null: it came alone. */
  readonly storm: string | null;
  readonly problem: ProblemId | null;
  /** The likeliest cause in a line; null: nothing points anywhere. */
  readonly likely: string | null;
  readonly clocks: Clocks;
  /** When it opened, resolved or reopened, as far back as flapping is judged; ascending. */
  readonly turns: readonly number[];
  /** The newest run that was meant to put it right; null: none. */
  readonly remedy: Remedy | null;
  readonly version: number;
}

/** A run that was meant to put an incident right, and how far it has come. */
export interface Remedy {
  readonly run: string;
  /** `standing order “Clear temp”`, `order “Restart nginx”`. */
  readonly by: string;
  readonly outcome: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Whether what was measured afterwards is clear; null: not measured. */
  readonly cleared: boolean | null;
  readonly measuredAt: number | null;
  /** It is what the incident's resolution names. */
  readonly credited: boolean;
  /** When people were told that it did not help; kept with later runs, once for each time the incident opens. */
  readonly escalatedAt: number | null;
}

/** One for each device and instance that a rule looks at. */
export type IncidentKey = Pick<Incident, 'rule' | 'device' | 'instance'>;

/** Everything that quiets an incident. */
export interface Hushes {
  readonly window: string | null;
  readonly cause: IncidentId | null;
  /** Since when it flaps. */
  readonly flapping: number | null;
  readonly snoozed: { readonly until: number; readonly person: PersonId | null } | null;
}

/** A time in which the clocks do not run; `to` null: it lasts. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
  /** `resolved` by itself or by somebody, else what people said. */
  readonly why: string;
}

/** What the targets are reckoned from. */
export interface Clocks {
  /** When it last began to wait for somebody to acknowledge it. */
  readonly waitingSince: number;
  readonly pauses: readonly Pause[];
  /** When it was told that the target was missed; null: not told. */
  readonly toldAcknowledge: number | null;
  readonly toldResolve: number | null;
}

/** Target times, ms, by severity. */
export type Targets = Readonly<Record<Severity, { readonly acknowledgeMs: number; readonly resolveMs: number }>>;

export type TimelineKind =
  | 'opened'
  | 'severity'
  | 'acknowledged'
  | 'unacknowledged'
  | 'owner'
  | 'priority'
  | 'note'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'quiet'
  | 'snoozed'
  | 'flapping'
  | 'affected'
  | 'evidence'
  | 'notice'
  | 'problem'
  | 'run'
  | 'clock';

/** What happened to an incident, in order. */
export interface NewTimelineEntry {
  readonly time: number;
  readonly kind: TimelineKind;
  /** `person:p…`, `token:t…`, `system:…`; null: nobody in particular. */
  readonly actor: string | null;
  readonly words: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface TimelineEntry extends NewTimelineEntry {
  /** Counts up from 1 within the incident. */
  readonly sequence: number;
}

/** What a provider of evidence caught; `content` is JSON of its kind. */
export interface EvidencePiece {
  readonly kind: string;
  readonly time: number;
  readonly content: Readonly<Record<string, unknown>>;
}
