// pure
import type { DeviceId, IncidentId, RuleId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';

/** A run as incidents need it: all that is known of it now, whichever of its messages came first. */
export interface RemedyRun {
  readonly id: string;
  readonly device: DeviceId;
  readonly kind: 'order' | 'standing';
  readonly title: string;
  /** Who signed it; null: not known. */
  readonly by: string | null;
  readonly outcome: string;
  readonly exit: number | null;
  readonly startedAt: number;
  /** Null: its result has not come. */
  readonly endedAt: number | null;
  /** The end of its output, safe to show. */
  readonly output: string;
  /** The incident that it is for, where that is known: people chose it, or it was attached before. */
  readonly incident: IncidentId | null;
  /** Of a standing order by rule. Values in the metric's own unit. */
  readonly firing: RemedyFiring | null;
}

export interface RemedyFiring {
  readonly rule: RuleId;
  readonly instance: string;
  readonly severity: Severity;
  readonly since: number;
  readonly before: number | null;
  readonly after: number | null;
  /** Null: not measured yet. */
  readonly cleared: boolean | null;
  readonly measuredAt: number | null;
}

/** How a run is called where an incident tells of it. */
export function calledBy({ kind, title }: Pick<RemedyRun, 'kind' | 'title'>): string {
  return `${kind === 'standing' ? 'standing order' : 'order'} “${title}”`;
}
