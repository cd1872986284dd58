import Sqlite from 'better-sqlite3';
import { formatOf } from '../files/format.ts';
import { applicationId, formatVersion, journalPage } from '../files/schema.ts';
import { schema } from './schema.ts';

/** `full`: what is acknowledged survives power loss. `normal`: it survives the end of the process, however that comes. */
export type Durability = 'full' | 'normal';

/** What a WAL is cut back to once it was moved into the file, bytes. */
const walLimit = 64 * 1024 * 1024;
const waitMs = 5_000;

/**
 * Opens or makes the journal.
 * @throws FettleError `data_unwritable`, `database_newer`; SqliteError
 */
export function openJournal(file: string, durability: Durability): Sqlite.Database {
  const db = new Sqlite(file, { timeout: waitMs });
  try {
    const { version } = formatOf(db, file);
    db.pragma(`page_size = ${journalPage}`);
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
    db.pragma('wal_autocheckpoint = 0');
    db.pragma(`journal_size_limit = ${walLimit}`);
    db.pragma('cache_size = -16384');
    db.pragma('temp_store = MEMORY');
    db.exec('begin immediate');
    if (version === 0) {
      db.exec(schema);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${formatVersion}`);
    }
    db.exec('commit');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
