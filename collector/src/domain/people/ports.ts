import type { PersonId } from '@fettle/shared/ids';
import type { PeopleStore, Scope } from '../access/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { ManpowerStore } from './store.ts';

/** A time on call. */
export interface OnCall {
  readonly person: PersonId;
  readonly from: number;
  readonly to: number;
}

/** A roster, and who is on call when; those that touch a span, whole, oldest first. */
export interface Rota {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly turns: (from: number, to: number) => readonly OnCall[];
}

/** Something that somebody asked for and that is not over. */
export interface OpenRequest {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly device: string | null;
  readonly site: string | null;
  readonly asker: string;
  readonly askedAt: number;
  readonly owner: PersonId | null;
  readonly dueAt: number | null;
}

/** Rosters are of notifications and requests come later in the ranking: the app hands in what they say. */
export interface WorkSources {
  readonly rotas: () => Promise<readonly Rota[]>;
  /** Those that a scope shows, oldest first. */
  readonly openRequests: (scope: Scope) => Promise<readonly OpenRequest[]>;
}

export interface ManpowerPorts {
  readonly manpower: ManpowerStore;
  readonly incidents: Pick<IncidentStore, 'open' | 'targets'>;
  readonly people: Pick<PeopleStore, 'people' | 'teams'>;
  readonly work: WorkSources;
}
