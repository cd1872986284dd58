import type { CapacityTables } from './schema-capacity.ts';
import type { ChangeSchema } from './schema-changes.ts';
import type { IncidentSchema } from './schema-incidents.ts';
import type { ManpowerSchema } from './schema-manpower.ts';
import type { LevelSchema } from './schema-levels.ts';
import type { NoticeTables } from './schema-notices.ts';
import type { OrderSchema } from './schema-orders.ts';
import type { PeopleSchema } from './schema-people.ts';
import type { RequestSchema } from './schema-requests.ts';
import type { RulesSchema } from './schema-rules.ts';
import type { ReportTables } from './schema-reports.ts';
import type { ScriptSchema } from './schema-scripts.ts';
import type { ServiceSchema } from './schema-services.ts';
import type { ViewTables } from './schema-views.ts';
import type { WindowTables } from './schema-windows.ts';

/** The tables. Times are int8 milliseconds since 1970, flags 0 or 1, JSON is text; nothing that only one dialect knows. */

interface PeopleTable {
  id: string;
  name: string;
  /** The name as names are compared. */
  name_key: string;
  role: string;
  /** JSON: `"all"` or a list of sites. */
  sites: string;
  selector: string;
  zone: string;
  /** JSON: a list of ways. */
  contacts: string;
  state: string;
  /** Empty until an invitation was accepted. */
  password_hash: string;
  last_seen_at: number | null;
  created_at: number;
  version: number;
}

interface SetupCodesTable {
  /** Always 1: only one code is valid. */
  id: number;
  hash: string;
  expires_at: number;
}

interface SessionsTable {
  hash: string;
  person: string;
  created_at: number;
  used_at: number;
  expires_at: number;
}

interface ApiTokensTable {
  id: string;
  name: string;
  role: string;
  sites: string;
  /** JSON: a list of permissions; null: all of the role. */
  scopes: string | null;
  hash: string;
  maker: string | null;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

interface RootsTable {
  version: number;
  envelope: string;
}

interface EnrolmentTokensTable {
  key: string;
  envelope: string;
  site: string;
  labels: string;
  uses: number;
  used: number;
  not_before: number;
  not_after: number;
  created_at: number;
}

interface DevicesTable {
  id: string;
  name: string;
  kind: string;
  /** 1 once a person chose the kind: then the inventory does not overwrite it. */
  kind_chosen: number;
  os: string;
  site: string;
  labels: string;
  public_key: string;
  sealing_key: string;
  state: string;
  state_since: number;
  enrolled_at: number;
  /** Key of the token it enrolled with last. */
  enrolled_with: string;
  version: number;
}

/** Apart from devices, because it is written every few seconds and has no version. */
interface SightingsTable {
  device: string;
  last_seen: number | null;
  sampling_interval: number;
  clock_offset: number;
  agent_version: string;
}

interface GrantsTable {
  device: string;
  version: number;
  envelope: string;
}

interface FactSheetsTable {
  device: string;
  time: number;
}

interface FactsTable {
  device: string;
  name: string;
  value: string;
  since: number;
}

interface EventsTable {
  sequence: number;
  time: number;
  kind: string;
  device: string | null;
  site: string | null;
  detail: string;
}

interface AuditTable {
  sequence: number;
  time: number;
  actor: string;
  action: string;
  target: string;
  detail: string;
  /** SHA-256 of the hash before and this row, hex. */
  hash: string;
}

/** The ends of the numbered logs. Their rows are locked from the first write of a transaction to its commit. */
interface HeadsTable {
  log: 'events' | 'audit';
  sequence: number;
  /** Of the newest audit row; empty for events. */
  hash: string;
}

export interface Schema
  extends
    IncidentSchema,
    CapacityTables,
    PeopleSchema,
    RulesSchema,
    ViewTables,
    WindowTables,
    NoticeTables,
    ScriptSchema,
    OrderSchema,
    ChangeSchema,
    ReportTables,
    ServiceSchema,
    ManpowerSchema,
    RequestSchema,
    LevelSchema {
  people: PeopleTable;
  setup_codes: SetupCodesTable;
  sessions: SessionsTable;
  api_tokens: ApiTokensTable;
  roots: RootsTable;
  enrolment_tokens: EnrolmentTokensTable;
  devices: DevicesTable;
  sightings: SightingsTable;
  grants: GrantsTable;
  fact_sheets: FactSheetsTable;
  facts: FactsTable;
  events: EventsTable;
  audit: AuditTable;
  heads: HeadsTable;
}
