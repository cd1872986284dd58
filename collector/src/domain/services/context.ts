import type { AccessStore } from '../access/index.ts';
import type { PlanStore } from '../changes/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { WindowStore } from '../windows/index.ts';
import type { Brief } from './brief.ts';
import type { ServiceStore } from './store.ts';

/** What is needed to see services and their history. */
export interface ServiceHistoryPorts {
  readonly services: ServiceStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
}

/** What the verbs of services need, with the time of now, ms since 1970. */
export interface ServicePorts extends ServiceHistoryPorts {
  readonly windows: Pick<WindowStore, 'windows'>;
  readonly incidents: Pick<IncidentStore, 'open' | 'several'>;
  readonly access: Pick<AccessStore, 'person'>;
  readonly plans: Pick<PlanStore, 'plans'>;
  /** Keeps public pages for a moment; absent: each is made anew. */
  readonly brief?: Brief;
  readonly now: number;
}

/** What hears what was out. */
export interface ServiceHearPorts extends ServiceHistoryPorts {
  readonly windows: Pick<WindowStore, 'windows'>;
  readonly incidents: Pick<IncidentStore, 'list' | 'several' | 'timelines'>;
  readonly plans: Pick<PlanStore, 'plan' | 'plans'>;
  readonly events: Pick<EventStore, 'after' | 'bounds' | 'list'>;
  readonly now: number;
}
