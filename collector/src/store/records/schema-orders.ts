/** The tables of trust, orders, runs and standing orders. JSON is text. */

export interface TrustStatementsTable {
  kind: string;
  version: number;
  envelope: string;
  at: number;
}

export interface HoldingsTable {
  device: string;
  root: number;
  rev: number;
  fresh: number;
  grant_version: number;
  standing: string;
  executor: string;
  at: number;
}

export interface DeviceEvidenceTable {
  device: string;
  host: string;
  envelope: string;
}

export interface OrderDraftsTable {
  id: string;
  body: string;
  made_by: string;
  made_at: number;
  sites: string;
  version: number;
}

export interface OrdersTable {
  id: string;
  title: string;
  words: string;
  class: string;
  mode: string;
  state: string;
  why: string | null;
  reason: string;
  signed_at: number;
  signers: string;
  submitted_by: string;
  not_before: number;
  expires: number;
  targets: number;
  ring: number;
  rings: number;
  plan: string;
  steps: string;
  dangers: string;
  /** JSON: `[["name", version], …]` */
  scripts: string;
  sites: string;
  incident: string | null;
  change: string | null;
  draft: string | null;
  ended_at: number | null;
  version: number;
}

export interface OrderRingsTable {
  order_id: string;
  ring: number;
  statement: string;
  envelope: string;
  hash: string;
  state: string;
  targets: number;
  started_at: number | null;
  ended_at: number | null;
  forgiven: number;
}

export interface RunsTable {
  id: string;
  kind: string;
  /** Of the order or standing order. */
  owner: string;
  statement: string;
  device: string;
  host: string;
  ring: number;
  place: number;
  run: number;
  state: string;
  code: string | null;
  exit: number | null;
  step: number;
  last_line: string | null;
  remark: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  receipt: string | null;
  incident: string | null;
  rule: string | null;
  instance: string | null;
}

export interface RunResultsTable {
  run: string;
  receipt: string;
  seq: number;
  steps: string;
  firing: string | null;
  output: string;
  output_sha256: string;
  output_total: number;
  ended_at: number;
}

export interface ReceiptLinksTable {
  device: string;
  hash: string;
  seq: number;
  previous: string | null;
  run: string;
}

export interface RemediesTable {
  run: string;
  rule: string;
  instance: string;
  before_value: number | null;
  after_value: number | null;
  cleared: number;
  time: number;
}

/** What is sealed for one device, by an order's id or a standing order's `id@version`. */
export interface SealedSecretsTable {
  owner: string;
  device: string;
  sealed: string;
}

/** Which bodies belong to what was signed. */
export interface OwnedBodiesTable {
  owner: string;
  sha256: string;
}

export interface StandingOrdersTable {
  id: string;
  signed_version: number;
  name: string;
  words: string;
  trigger_of: string;
  selector: string;
  class: string;
  steps: string;
  scripts: string;
  dangers: string;
  caps: string;
  state: string;
  signed_at: number;
  signers: string;
  submitted_by: string;
  expires: number;
  envelope: string;
  hash: string;
  enabled: number;
  draft: string | null;
}

export interface OrderSchema {
  trust_statements: TrustStatementsTable;
  holdings: HoldingsTable;
  device_evidence: DeviceEvidenceTable;
  order_drafts: OrderDraftsTable;
  orders: OrdersTable;
  order_rings: OrderRingsTable;
  runs: RunsTable;
  run_results: RunResultsTable;
  receipt_links: ReceiptLinksTable;
  remedies: RemediesTable;
  sealed_secrets: SealedSecretsTable;
  owned_bodies: OwnedBodiesTable;
  standing_orders: StandingOrdersTable;
}
