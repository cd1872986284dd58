import type { AccessStore, PeopleStore } from '../access/index.ts';
import type { CapacityStore } from '../capacity/index.ts';
import type { ChangeStore, PlanStore } from '../changes/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { ImprovementStore } from '../improvements/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { InventoryStore } from '../inventory/index.ts';
import type { ManpowerStore, WorkSources } from '../people/index.ts';
import type { OrderStore, RunStore, StandingStore } from '../orders/index.ts';
import type { LevelStore } from '../levels/index.ts';
import type { ProblemStore } from '../problems/index.ts';
import type { RequestStore } from '../requests/index.ts';
import type { RuleStore } from '../rules/index.ts';
import type { ScriptStore } from '../scripts/index.ts';
import type { ServiceStore } from '../services/index.ts';
import type { SeriesStore } from '../series/index.ts';
import type { TrustStore } from '../trust/index.ts';
import type { ValueStore } from '../value/index.ts';
import type { WindowStore } from '../windows/index.ts';

/** What reports read; the app hands in its stores. Each capability adds its own port here. */
export interface ReportPorts {
  readonly access: AccessStore;
  readonly people: PeopleStore;
  readonly devices: DeviceStore;
  readonly inventory: InventoryStore;
  readonly events: EventStore;
  readonly incidents: IncidentStore;
  readonly problems: ProblemStore;
  readonly rules: RuleStore;
  readonly windows: WindowStore;
  readonly scripts: ScriptStore;
  readonly orders: OrderStore;
  readonly runs: RunStore;
  readonly standing: StandingStore;
  readonly changes: ChangeStore;
  readonly capacity: CapacityStore;
  readonly plans: PlanStore;
  readonly manpower: ManpowerStore;
  /** Rosters, and what people asked for. */
  readonly trust: TrustStore;
  /** Of rosters, requests and forecasts what a hand-over tells. */
  readonly work: WorkSources;
  readonly value: ValueStore;
  readonly series: Pick<SeriesStore, 'scan'>;
  readonly services: ServiceStore;
  readonly levels: LevelStore;
  readonly requests: RequestStore;
  readonly improvements: ImprovementStore;
}
