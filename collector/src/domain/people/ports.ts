import type { PersonId } from '@fettle/shared/ids';
import type { AccessStore, PeopleStore, Scope } from '../access/index.ts';
import type { CapacityStore } from '../capacity/index.ts';
import type { PlanStore } from '../changes/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { OrderStore } from '../orders/index.ts';
import type { TrustReadPorts } from '../trust/index.ts';
import type { WindowStore } from '../windows/index.ts';
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

/** Something that will be full, or end, or begin. */
export interface Coming {
  readonly id: string;
  readonly words: string;
  readonly device: string | null;
  readonly site: string | null;
  readonly at: number;
  readonly link: string;
}

/** What a hand-over is made of. */
export interface HandOverPorts extends ManpowerPorts, TrustReadPorts {
  readonly incidents: Pick<IncidentStore, 'open' | 'targets' | 'list' | 'timelines'>;
  readonly orders: Pick<OrderStore, 'orders'>;
  readonly plans: Pick<PlanStore, 'plans'>;
  readonly windows: WindowStore;
  readonly devices: DeviceStore;
  readonly access: Pick<AccessStore, 'roots' | 'apiTokens'>;
  readonly capacity: CapacityStore;
}
