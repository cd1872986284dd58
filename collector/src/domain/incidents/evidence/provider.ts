import type { DeviceId } from '@fettle/shared/ids';
import type { DeviceStore } from '../../devices/index.ts';
import type { EventStore } from '../../events/index.ts';
import type { SeriesStore } from '../../series/index.ts';
import type { RuleSheet } from '../context.ts';
import type { IncidentStore } from '../store.ts';
import type { EvidencePiece, Incident } from '../types.ts';

/** What happened, when; what providers look at. */
export interface Breach {
  readonly incident: Incident;
  /** When it broke; ms since 1970. */
  readonly time: number;
  readonly rule: RuleSheet | null;
}

/** Something that altered a device shortly before an incident opened. */
export interface Suspect {
  readonly change: string;
  readonly time: number;
  readonly words: string;
  readonly by: string | null;
  readonly link: string | null;
  readonly kind: 'run' | 'facts' | 'restart' | 'plan' | 'agent';
  /** Who does not see it does not hear of it. */
  readonly device: DeviceId;
}

export interface EvidencePorts {
  readonly store: IncidentStore;
  readonly series: SeriesStore;
  readonly events: EventStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  /** What was altered within the half hour before; absent: nobody knows. */
  readonly suspects?: (incident: Incident, time: number) => Promise<readonly Suspect[]>;
  readonly now: number;
}

export interface Caught {
  readonly content: EvidencePiece['content'];
  /** The likeliest cause in a line, from whoever knows one. */
  readonly likely?: string | null;
}

/** Catches one kind of evidence at the breach; later capabilities bring their own. */
export interface EvidenceProvider {
  readonly kind: string;
  /** Null: it has nothing to say of this one. */
  look(ports: EvidencePorts, breach: Breach): Promise<Caught | null>;
}
