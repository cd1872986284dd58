import type { AccessStore, PeopleStore } from '../domain/access/index.ts';
import type { CapacityStore } from '../domain/capacity/index.ts';
import type { ChangeStore, PlanStore } from '../domain/changes/index.ts';
import type { DeviceStore } from '../domain/devices/index.ts';
import type { EventStore } from '../domain/events/index.ts';
import type { IncidentStore } from '../domain/incidents/index.ts';
import type { InventoryStore } from '../domain/inventory/index.ts';
import type { ManpowerStore } from '../domain/people/index.ts';
import type { LevelStore } from '../domain/levels/index.ts';
import type { ProblemStore } from '../domain/problems/index.ts';
import type { ReportStore } from '../domain/reports/index.ts';
import type { ImprovementStore } from '../domain/improvements/index.ts';
import type { RequestStore } from '../domain/requests/index.ts';
import type { RuleStore } from '../domain/rules/index.ts';
import type { ChannelStore, NoticeStore } from '../domain/notifications/index.ts';
import type { OrderStore, RunStore, StandingStore } from '../domain/orders/index.ts';
import type { ServiceStore } from '../domain/services/index.ts';
import type { ScriptStore } from '../domain/scripts/index.ts';
import type { TrustStore } from '../domain/trust/index.ts';
import type { ValueStore } from '../domain/value/index.ts';
import type { WindowStore } from '../domain/windows/index.ts';
import type { ViewStore } from '../domain/views/index.ts';
import type { SeriesStore } from '../domain/series/index.ts';

/** The bundle of ports over records; one database. */
export interface Records {
  readonly access: AccessStore;
  readonly people: PeopleStore;
  readonly devices: DeviceStore;
  readonly inventory: InventoryStore;
  readonly events: EventStore;
  readonly incidents: IncidentStore;
  readonly problems: ProblemStore;
  readonly rules: RuleStore;
  readonly windows: WindowStore;
  readonly channels: ChannelStore;
  readonly notices: NoticeStore;
  readonly trust: TrustStore;
  readonly scripts: ScriptStore;
  readonly orders: OrderStore;
  readonly runs: RunStore;
  readonly standing: StandingStore;
  readonly changes: ChangeStore;
  readonly capacity: CapacityStore;
  readonly plans: PlanStore;
  readonly reports: ReportStore;
  readonly manpower: ManpowerStore;
  readonly value: ValueStore;
  readonly services: ServiceStore;
  readonly requests: RequestStore;
  readonly improvements: ImprovementStore;
  readonly levels: LevelStore;
  readonly views: ViewStore;
  /** Where they are, for who reads beside, from another thread (`openRecordsToRead`); null: in memory, or on a server. */
  readonly file: string | null;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Everything the collector remembers. */
export interface Stores extends Records {
  readonly series: SeriesStore;
}
