import { migrate } from './records/migrations/migrate.ts';
import { openPostgres } from './records/open-postgres.ts';
import { explained, openSqlite, openSqliteToRead } from './records/open-sqlite.ts';
import { records } from './records/records.ts';
import type { Records } from './stores.ts';

/**
 * Where the records are: a SQLite file (or `:memory:`), or a PostgreSQL address. `loose`: a loss of power may damage the
 * file; for a past that can be made up anew.
 */
export type RecordsPlace = { readonly sqlite: string; readonly loose?: boolean } | { readonly postgres: string };

/**
 * Opens the records and brings them to this version.
 * @throws FettleError `data_unwritable`, `data_in_use`, `database_newer`, `not_ready` (PostgreSQL does not answer)
 */
export async function openRecords(place: RecordsPlace): Promise<Records> {
  const db = 'sqlite' in place ? openSqlite(place.sqlite, place.loose) : await openPostgres(place.postgres);
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw 'sqlite' in place ? explained(error, place.sqlite) : error;
  }
  return records(db, 'sqlite' in place && place.sqlite !== ':memory:' ? place.sqlite : null);
}

/** The records of a file that another thread writes; whatever would change them is refused. @throws FettleError `data_unwritable`, `data_in_use` */
export function openRecordsToRead(file: string): Records {
  return records(openSqliteToRead(file), file);
}
