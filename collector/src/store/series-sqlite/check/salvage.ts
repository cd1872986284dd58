import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openForWriting } from '../files/open-file.ts';
import { periodNamed } from '../files/periods.ts';
import { stamp } from './damaged-rows.ts';

export interface Salvaged {
  /** The old file's name now. */
  readonly aside: string;
  /** Rows that could not be read; null: not even how many there were. */
  readonly unreadable: number | null;
}

/** Makes a period file anew, with its indexes, from all rows that can be read; the old one is moved aside. */
export function salvage(folder: string, name: string, now: number): Salvaged {
  const path = join(folder, name);
  const fresh = `${path}.new`;
  const period = periodNamed(name);
  if (period === null) throw new Error(`${name} is not the file of a period.`);
  removeAll(fresh);
  const unreadable = copyReadable(path, () => openForWriting(fresh, period.kind));
  const aside = `${name}.damaged-${stamp(now)}`;
  for (const end of ['-wal', '-shm', '']) if (existsSync(path + end)) renameSync(path + end, join(folder, aside) + end);
  if (existsSync(fresh)) renameSync(fresh, path);
  removeAll(fresh);
  return { aside, unreadable };
}

function removeAll(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
}

/** @returns rows that could not be read; null where the file is none that can be opened, and nothing is made then */
function copyReadable(path: string, make: () => Sqlite.Database): number | null {
  let from: Sqlite.Database | undefined;
  let to: Sqlite.Database | undefined;
  try {
    from = new Sqlite(path, { fileMustExist: true });
    const tables = from
      .prepare("select name, sql from sqlite_schema where type = 'table' and name not like 'sqlite%'")
      .all() as { name: string; sql: string }[];
    if (tables.length === 0) return null;
    to = make();
    let lost = 0;
    for (const { name, sql } of tables) lost += copyTable(from, to, name, /without rowid/i.test(sql));
    recount(to);
    return lost;
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return null;
  } finally {
    from?.close();
    to?.close();
  }
}

/** @returns rows that could not be read */
function copyTable(from: Sqlite.Database, to: Sqlite.Database, table: string, isKeyed: boolean): number {
  const columns = (to.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const add = to.prepare(
    `insert or replace into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  let lost = 0;
  to.transaction(() => {
    if (table === 'total') return;
    if (isKeyed) {
      for (const row of from
        .prepare(`select ${columns.join(', ')} from ${table}`)
        .raw()
        .iterate()) {
        add.run(...(row as unknown[]));
      }
      return;
    }
    const read = from.prepare(`select ${columns.join(', ')} from ${table} where rowid = ?`).raw();
    for (const id of idsOf(from, table)) {
      try {
        add.run(...(read.get(id) as unknown[]));
      } catch (error) {
        if (!(error instanceof Sqlite.SqliteError)) throw error;
        lost++;
      }
    }
  })();
  return lost;
}

/** As far as they can be read: from both ends of the table, since a page that cannot be read ends either way. */
function idsOf(db: Sqlite.Database, table: string): number[] {
  const found = new Set<number>();
  for (const order of ['asc', 'desc']) {
    const ids = db.prepare(`select rowid from ${table} not indexed order by rowid ${order}`).pluck().iterate();
    try {
      for (const id of ids) found.add(id as number);
    } catch (error) {
      if (!(error instanceof Sqlite.SqliteError)) throw error;
    }
  }
  return [...found].toSorted((a, b) => a - b);
}

function recount(db: Sqlite.Database): void {
  if (db.prepare("select 1 from sqlite_schema where name = 'total'").get() === undefined) return;
  db.exec(`update total set
    frames = (select coalesce(sum(frames), 0) from block),
    sealed = (select coalesce(max(id), 0) from block where level = 0)`);
}
