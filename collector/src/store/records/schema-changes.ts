/** The tables of changes and of planned changes. */

export interface ChangesTable {
  id: string;
  time: number;
  kind: string;
  device: string;
  words: string;
  made_by: string | null;
  link: string | null;
  outcome: string | null;
  run: string | null;
  rule: string | null;
  instance: string | null;
  plan: string | null;
  incident: string | null;
}

interface ChangeCursorTable {
  id: number;
  sequence: number;
}

export interface PlansTable {
  id: string;
  state: string;
  made_at: number;
  /** JSON: all of it. */
  body: string;
  version: number;
}

export interface ChangeSchema {
  changes: ChangesTable;
  change_cursor: ChangeCursorTable;
  plans: PlansTable;
}
