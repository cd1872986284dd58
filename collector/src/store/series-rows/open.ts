import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import Sqlite from 'better-sqlite3';
import type { SeriesStore } from '../../domain/series/store.ts';
import type { CommitTiming } from './commit.ts';
import { explain } from './failure.ts';
import { applicationId, formatVersion, schema } from './schema.ts';
import { SqliteSeries } from './store.ts';

/** Pages of the WAL at which a commit also moves them into the file. */
const usualCheckpointPages = 1_000;
/** How long a start waits for a process that is just closing the file, ms. */
const waitForLockMs = 250;

/**
 * Opens or makes the file, and the folder it is in. One process has it, by SQLite's exclusive locking mode: the lock is
 * the kernel's, taken at the first access and gone with the process however that ends; another process cannot even read.
 * @param checkpointPages more of them for a load in bulk: pages that change in every commit are moved less often
 * @throws FettleError `data_unwritable`, `data_in_use`, `database_newer`
 */
export async function openSqliteSeries(
  file: string,
  timing?: CommitTiming,
  checkpointPages = usualCheckpointPages,
): Promise<SeriesStore> {
  let db: Sqlite.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new Sqlite(file, { timeout: waitForLockMs });
    prepareFile(db, file, checkpointPages);
    return new SqliteSeries(db, file, timing);
  } catch (error) {
    db?.close();
    throw explain(error, file);
  }
}

function prepareFile(db: Sqlite.Database, file: string, checkpointPages: number): void {
  // Before the first access: it then takes the lock, and the WAL's index stays in this process's memory.
  db.pragma('locking_mode = EXCLUSIVE');
  const version = db.pragma('user_version', { simple: true }) as number;
  const application = db.pragma('application_id', { simple: true }) as number;
  if (application !== 0 && application !== applicationId) {
    throw new FettleError('data_unwritable', `${file} is a database of another program. Move it away.`);
  }
  if (version > formatVersion) {
    throw new FettleError(
      'database_newer',
      `${file} was made by a newer version of Fettle. Start that version, or restore a backup of this one.`,
    );
  }
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  db.pragma('cache_size = -16384');
  db.pragma('temp_store = MEMORY');
  // Takes the lock for writing even where there is nothing to write.
  db.exec('begin immediate');
  if (version === 0) {
    db.exec(schema);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${formatVersion}`);
  }
  db.exec('commit');
}
