import type { DeviceId, IncidentId, PersonId } from '@fettle/shared/ids';
import type { TimelineKind } from '../incidents/index.ts';

/** An incident, as far as it says who worked and what put it right. */
export interface Case {
  readonly id: IncidentId;
  readonly device: DeviceId;
  readonly site: string;
  readonly openedAt: number;
  readonly resolvedAt: number | null;
  /** What resolved it last, or nothing did: a person, a run that is credited with it, or what was measured. */
  readonly by: 'hand' | 'script' | 'itself' | null;
}

/** What a person did to an incident: a line of its timeline. `owner` is who became the owner, of lines that gave it to somebody. */
export interface Deed {
  readonly incident: IncidentId;
  readonly time: number;
  readonly kind: TimelineKind;
  readonly person: PersonId;
  readonly owner: PersonId | null;
  /** When the incident had opened, or opened again, before it. */
  readonly since: number;
}

/** What somebody leaves to those who come after. It is seen by who shares a site with its writer. */
export interface HandOverNote {
  /** `n` + 16 characters of base 32. */
  readonly id: string;
  readonly time: number;
  readonly by: PersonId;
  /** As they were called. */
  readonly byName: string;
  readonly sites: 'all' | readonly string[];
  readonly text: string;
}
