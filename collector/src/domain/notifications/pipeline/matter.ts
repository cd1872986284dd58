import type { PersonId } from '@fettle/shared/ids';
import type { Person, Team } from '../../access/index.ts';
import type { Device } from '../../devices/index.ts';
import type { Incident } from '../../incidents/index.ts';
import type { Channel, Roster, Route, Thread, Told, Way } from '../types.ts';

/** What of an incident the pipeline looks at. */
export type MatterIncident = Pick<
  Incident,
  'id' | 'rule' | 'device' | 'state' | 'severity' | 'hushes' | 'storm' | 'openedAt' | 'site'
>;

/** A step of a route that is due. */
export interface DueStep {
  readonly route: Route;
  readonly step: number;
  readonly round: number;
}

/** A place that is told, and where else when it fails. */
export interface Recipient extends Told {
  readonly others: readonly Way[];
  readonly zone: string;
  readonly step: { readonly number: number; readonly round: number } | null;
}

/** One incident of which something is to be told, on its way through the stages; each adds what it found. */
export interface Matter {
  readonly thread: Thread;
  readonly incident: MatterIncident;
  readonly device: Pick<Device, 'id' | 'site' | 'labels' | 'kind' | 'os'>;
  readonly routes: readonly Route[];
  readonly steps: readonly DueStep[];
  readonly recipients: readonly Recipient[];
}

/** What the stages may know of the rest; read before they run. */
export interface World {
  readonly now: number;
  /** What waits are multiplied by: 1. */
  readonly pace: number;
  /** Those that came as far as this stage, itself too. */
  readonly peers: readonly Matter[];
  /** The window that is open for a device now. */
  readonly openWindow: (device: string) => { readonly name: string; readonly until: number } | null;
  readonly routes: readonly Route[];
  readonly channels: readonly Channel[];
  readonly rosters: readonly Roster[];
  readonly teams: readonly Team[];
  readonly person: (id: PersonId) => Person | null;
}

/** Why it goes on, or why not: held until a time, or, `again` null, not told at all. */
export type Verdict =
  | {
      readonly passed: true;
      readonly reason: string;
      readonly adds?: Partial<Pick<Matter, 'routes' | 'steps' | 'recipients'>>;
    }
  | { readonly passed: false; readonly reason: string; readonly again: number | null };

export interface Stage {
  readonly name: string;
  decide(matter: Matter, world: World): Verdict;
}
