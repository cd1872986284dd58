import Database from 'better-sqlite3';
import { FettleError } from '@fettle/shared/errors';
import { Kysely, SqliteDialect } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Opens a SQLite file, or `:memory:`. A commit is on the disk when it returns.
 * @param loose the disk takes its time, and a loss of power may damage the file
 * @throws FettleError `data_unwritable` or `data_in_use`
 */
export function openSqlite(file: string, loose = false): Kysely<Schema> {
  try {
    return new Kysely({ dialect: dialect(connect(file, loose)) });
  } catch (error) {
    throw explained(error, file);
  }
}

/**
 * The same file beside whoever writes it, from another thread: it never waits for the writer, and the writer never waits for it.
 * @throws FettleError `data_unwritable` or `data_in_use`
 */
export function openSqliteToRead(file: string): Kysely<Schema> {
  try {
    const database = new Database(file, { readonly: true });
    database.pragma('busy_timeout = 5000');
    return new Kysely({ dialect: dialect(database) });
  } catch (error) {
    throw explained(error, file);
  }
}

function connect(file: string, loose: boolean): Database.Database {
  const database = new Database(file);
  try {
    database.pragma('busy_timeout = 5000');
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${loose ? 'OFF' : 'FULL'}`);
    database.pragma('foreign_keys = ON');
    // A file that may not be written opens all the same; this finds out now rather than at the first change.
    database.exec('begin immediate; create table fettle_write_probe (x); rollback');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * A transaction takes the write lock at its beginning: one that reads first and writes later would fail at once, without
 * waiting, when another process (the CLI beside the collector) wrote in between.
 */
function dialect(database: Database.Database): SqliteDialect {
  const statements = new Map<string, Database.Statement>();
  return new SqliteDialect({
    database: {
      prepare(text) {
        const sql = text === 'begin' ? 'begin immediate' : text;
        const known = statements.get(sql);
        // One that is still read from cannot be asked anew.
        if (known !== undefined && !known.busy) return known;
        const prepared = database.prepare(preparedOnce(sql));
        if (statements.size >= keptStatements) statements.clear();
        statements.set(sql, prepared);
        return prepared;
      },
      close: () => database.close(),
    },
  });
}

/** To prepare a statement takes most of a short question's time. */
const keptStatements = 500;

/**
 * Of a bare bound value beside an order or a limit SQLite looks at the value, and prepares the question anew whenever one is bound:
 * `+?` is the same value and not looked at. Behind `<>` it stays bare, for there it tells whether a partial index holds all that is asked for.
 */
export const preparedOnce = (sql: string): string =>
  sql.startsWith('select ') ? sql.replaceAll(/(?<!<> )\?/g, '+?') : sql;

/** Says what a failed start means to the person who started it. */
export function explained(error: unknown, file: string): unknown {
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return new FettleError('data_unwritable', `The folder of ${file} does not exist. Choose another with FETTLE_DATA.`);
  }
  if (!(error instanceof Database.SqliteError)) return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) {
    return new FettleError('data_in_use', `Another process keeps ${file} locked. Stop it, or choose another folder.`);
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) {
    return new FettleError('data_unwritable', `${file} is not a sound Fettle database. Restore a backup of it.`);
  }
  return new FettleError(
    'data_unwritable',
    `${file} cannot be written: ${error.message}. Give this user the right to write it, or choose another folder with FETTLE_DATA.`,
  );
}
