import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import Sqlite from 'better-sqlite3';
import { explain } from './failure.ts';
import { formatOf } from './format.ts';
import type { PeriodKind } from './periods.ts';
import { applicationId, formatVersion, periodPage, schemas } from './schema.ts';

/** KiB of pages that a connection keeps. */
const cache = { writing: 8_192, reading: 2_048 } as const;
/** What a WAL is cut back to once it was moved into the file, bytes. */
const walLimit = 16 * 1024 * 1024;
/** Longest that somebody waits for another connection's short lock, ms; the longest question of a reader is shorter. */
const waitMs = 5_000;

/**
 * Opens a period file for its one writer; makes it if there is none. What a transaction commits survives power loss.
 * @throws FettleError `data_unwritable`, `data_in_use`, `database_newer`; `internal` for a damaged file
 */
export function openForWriting(path: string, kind: PeriodKind): Sqlite.Database {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(path, { timeout: waitMs });
    db.pragma(`page_size = ${periodPage}`);
    const isNew = judge(db, path) === 'empty';
    // Only before there is any table; a file of an earlier version keeps what was freed in it, for what comes.
    if (isNew) db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`journal_size_limit = ${walLimit}`);
    db.pragma(`cache_size = -${cache.writing}`);
    db.pragma('temp_store = MEMORY');
    if (isNew) make(db, kind);
    return db;
  } catch (error) {
    db?.close();
    if (!existsSync(dirname(path))) {
      throw new FettleError('data_unwritable', `The folder of ${path} is not there any longer. Bring it back.`);
    }
    throw explain(error, path);
  }
}

/**
 * Opens a period file for reading; null while there is none. Safe beside its writer and beyond its removal: a connection that
 * was open then goes on with what was there.
 * @throws FettleError `database_newer`; `internal` for a damaged file; `data_unwritable` for one of another program
 */
export function openForReading(path: string): Sqlite.Database | null {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: waitMs });
    db.pragma(`cache_size = -${cache.reading}`);
    if (judge(db, path) === 'made') return db;
    db.close();
    return null;
  } catch (error) {
    db?.close();
    if (!existsSync(path)) return null;
    throw explain(error, path);
  }
}

/** `empty`: just being made. */
function judge(db: Sqlite.Database, path: string): 'empty' | 'made' {
  const { version, application } = formatOf(db, path);
  if (application === applicationId && version === formatVersion) return 'made';
  if (version === 0 && db.prepare('select 1 from sqlite_schema').get() === undefined) return 'empty';
  throw new FettleError('internal', `${path} is of a format that no version of Fettle wrote. Move it away.`);
}

function make(db: Sqlite.Database, kind: PeriodKind): void {
  db.exec('begin immediate');
  db.exec(schemas[kind]);
  db.pragma(`application_id = ${applicationId}`);
  db.pragma(`user_version = ${formatVersion}`);
  db.exec('commit');
}
