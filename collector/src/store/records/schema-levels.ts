/** The tables of levels. */

interface VersionedBody {
  id: string;
  /** JSON: all of it. */
  body: string;
  version: number;
}

interface ObjectivesTable extends VersionedBody {
  service: string;
}

interface LevelTellingsTable {
  objective: string;
  /** JSON: all of it. */
  body: string;
  version: number;
}

interface BackupLooksTable {
  run: string;
  device: string;
  time: number;
  fresh: number;
  words: string;
}

interface RestoreTestsTable {
  id: string;
  device: string;
  time: number;
  ok: number;
  words: string;
  person: string | null;
  run: string | null;
}

interface LevelCursorTable {
  id: number;
  sequence: number;
}

export interface LevelSchema {
  calendars: VersionedBody;
  objectives: ObjectivesTable;
  level_tellings: LevelTellingsTable;
  backup_looks: BackupLooksTable;
  restore_tests: RestoreTestsTable;
  level_cursor: LevelCursorTable;
}
