import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

const schema = `
create table if not exists damaged (
  file text not null,
  what text not null,
  row integer not null,
  device integer,
  start integer,
  finish integer,
  why text not null,
  data blob
) strict;
`;

export interface DamagedRow {
  readonly file: string;
  readonly what: string;
  readonly row: number;
  readonly device: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly text: string;
  /** null: it could not be read. */
  readonly data: Uint8Array | null;
}

/** Where rows go that a repair takes out: a database beside the files, which nothing reads. */
export class DamagedRows {
  readonly name: string;
  readonly #path: string;

  /** @param now ms since 1970 */
  constructor(folder: string, now: number) {
    this.name = `damaged-${stamp(now)}.db`;
    this.#path = join(folder, this.name);
  }

  /** When it returns, they are on disk. */
  keep(rows: readonly DamagedRow[]): void {
    if (rows.length === 0) return;
    const db = new Sqlite(this.#path);
    try {
      db.pragma('synchronous = FULL');
      db.exec(schema);
      const add = db.prepare('insert into damaged values (?, ?, ?, ?, ?, ?, ?, ?)');
      db.transaction(() => {
        for (const { file, what, row, device, from, to, text, data } of rows) {
          add.run(file, what, row, device, from, to, text, data);
        }
      })();
    } finally {
      db.close();
    }
  }
}

/** `20261121T150000Z` */
export const stamp = (now: number): string => new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
