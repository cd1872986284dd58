/** Takes damaged rows out of the files, so that everything else goes on; what they were is kept beside. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { periodOf } from '../files/periods.ts';
import { spanMs } from '../files/schema.ts';
import { gone } from './check-week.ts';
import type { DamagedRow, DamagedRows } from './damaged-rows.ts';
import type { Finding } from './finding.ts';

/** Takes out the rows of one file. @throws SqliteError */
export function takeOut(folder: string, file: string, findings: readonly Finding[], kept: DamagedRows): void {
  const db = new Sqlite(join(folder, file), { fileMustExist: true });
  try {
    db.pragma('synchronous = FULL');
    const rows = findings.filter((one) => one.row !== null && one.what in table);
    kept.keep(rows.map((one) => withData(db, one)));
    db.transaction(() => {
      for (const { what, row } of rows) remove[what as Removable](db, row as number);
    })();
  } finally {
    db.close();
  }
}

type Removable = 'block' | 'moment' | 'piece' | 'fleet';
const table: Readonly<Record<Removable, string>> = { block: 'block', moment: 'moment', piece: 'piece', fleet: 'fleet' };

function withData(db: Sqlite.Database, { file, what, row, device, from, to, text }: Finding): DamagedRow {
  const read = db.prepare(`select data from ${table[what as Removable]} where rowid = ?`).pluck();
  const one = { file, what, row: row as number, device, from, to, text };
  try {
    return { ...one, data: (read.get(row) as Buffer | undefined) ?? null };
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return { ...one, data: null };
  }
}

const remove: Readonly<Record<Removable, (db: Sqlite.Database, row: number) => void>> = {
  /** An empty one stays, to say that the span is not whole: its roll-ups are then never made from the rest alone. */
  block(db, row) {
    db.prepare('update total set frames = frames - (select frames from block where id = ?)').run(row);
    db.prepare(`update block set level = ${gone}, frames = 0, crc = 0, data = x'' where id = ?`).run(row);
  },
  moment: (db, row) => void db.prepare('delete from moment where id = ?').run(row),
  piece: (db, row) => void db.prepare('delete from piece where id = ?').run(row),
  /** All rows of the shard's span: where any is, all count as there. They are only a short cut to the pieces. */
  fleet(db, row) {
    const found = db.prepare('select start, shard from fleet where rowid = ?').get(row) as
      | { start: number; shard: number }
      | undefined;
    if (found === undefined) return;
    for (const name of ['fleet', 'newer']) {
      db.prepare(`delete from ${name} where start = ? and shard = ?`).run(found.start, found.shard);
    }
  },
};

/** Devices and spans of which a week's file has a compacted block. */
export function compactedSpans(path: string): { readonly device: number; readonly span: number }[] {
  const db = new Sqlite(path, { fileMustExist: true });
  try {
    const rows = db.prepare(`select distinct device, first / ${spanMs} * ${spanMs} as span from block where level = 1`);
    return rows.all() as { device: number; span: number }[];
  } finally {
    db.close();
  }
}

/** Whether every raw sample of a device that there ever was in [from, to) is still there, as far as the files tell. */
export function isRawWhole(folder: string, device: number, from: number, to: number): boolean {
  for (let time = from; time < to; time += spanMs) {
    const path = join(folder, periodOf('raw', time).name);
    if (!existsSync(path)) return false;
    const db = new Sqlite(path, { fileMustExist: true });
    try {
      const where = `device = ? and first >= ? and first < ? and level = ${gone}`;
      if (db.prepare(`select 1 from block where ${where}`).get(device, time, time + spanMs) !== undefined) return false;
    } finally {
      db.close();
    }
  }
  return true;
}

/** Whether a device has a day of five minutes for each day of its hours, as far as the files tell. */
export const hasFives = (folder: string, from: number, to: number): boolean =>
  [from, to - 1].every((time) => existsSync(join(folder, periodOf('five', time).name)));
