/** Tables of the capability notifications. */

interface ChannelsTable {
  id: string;
  name: string;
  enabled: number;
  /** JSON. */
  leads_to: string;
  /** Sealed with the key file of the data folder. */
  secret: string | null;
  last_time: number | null;
  last_ok: number | null;
  last_answer: string | null;
  version: number;
}

interface RoutesTable {
  id: string;
  place: number;
  /** JSON. */
  scope: string;
  body: string;
  version: number;
}

interface RostersTable {
  id: string;
  /** JSON. */
  body: string;
  version: number;
}

interface RosterOverridesTable {
  id: string;
  roster: string;
  person: string;
  begins: number;
  ends: number;
  reason: string;
}

interface HeartbeatTable {
  /** Always 1. */
  id: number;
  url: string;
  every_ms: number;
  last_time: number | null;
  last_ok: number | null;
  last_answer: string | null;
  version: number;
}

interface NoticeCursorTable {
  /** Always 1. */
  id: number;
  sequence: number;
}

interface NoticeThreadsTable {
  incident: string;
  site: string;
  rule: string;
  telling: string | null;
  since: number;
  begun: number;
  next_at: number | null;
  turn: number;
  told_severity: string | null;
  /** JSON. */
  progress: string;
  told: string;
  said: string;
  version: number;
}

interface NoticeStagesTable {
  incident: string;
  /** Counts up within the incident. */
  number: number;
  time: number;
  stage: string;
  passed: number;
  reason: string;
}

interface DeliveriesTable {
  id: string;
  key: string;
  site: string | null;
  kind: string;
  channel: string;
  target: string;
  person: string | null;
  subject: string;
  /** JSON. */
  notice: string;
  others: string;
  state: string;
  attempts: number;
  created_at: number;
  delivered_at: number | null;
  next_at: number | null;
  answer: string;
  link_used_at: number | null;
}

interface DeliveryIncidentsTable {
  delivery: string;
  incident: string;
}

export interface NoticeTables {
  channels: ChannelsTable;
  routes: RoutesTable;
  rosters: RostersTable;
  roster_overrides: RosterOverridesTable;
  heartbeat: HeartbeatTable;
  notice_cursor: NoticeCursorTable;
  notice_threads: NoticeThreadsTable;
  notice_stages: NoticeStagesTable;
  deliveries: DeliveriesTable;
  delivery_incidents: DeliveryIncidentsTable;
}
