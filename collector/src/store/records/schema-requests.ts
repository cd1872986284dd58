/** The tables of requests, improvements and projects. */

interface RequestItemsTable {
  id: string;
  /** JSON: all of it. */
  body: string;
  version: number;
}

export interface RequestsTable {
  id: string;
  state: string;
  asked_at: number;
  ended_at: number | null;
  device: string | null;
  site: string | null;
  asker_kind: string;
  asker_id: string;
  /** What its device calls it; null: asked in the dashboard. */
  key: string | null;
  /** JSON: all of it. */
  body: string;
  version: number;
}

interface RequestCursorTable {
  id: number;
  sequence: number;
}

interface NumberedTable {
  /** Counts up from 1. */
  id: number;
  state: string;
  /** JSON: all of it. */
  body: string;
  version: number;
}

export interface RequestSchema {
  request_items: RequestItemsTable;
  requests: RequestsTable;
  request_cursor: RequestCursorTable;
  improvements: NumberedTable;
  projects: NumberedTable;
}
