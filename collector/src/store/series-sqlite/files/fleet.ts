import type { Database, Statement } from 'better-sqlite3';
import { type Checked, checksum } from './checksum.ts';
import { shardDevices } from './schema.ts';

export interface StoredFleet extends Checked {
  readonly series: number;
}

export const shardOf = (device: number): number => Math.floor(device / shardDevices);

/** The tables `fleet` and `newer` of one five file. What writes is called inside a transaction. */
export class Fleet {
  readonly #has: Statement;
  readonly #put: Statement;
  readonly #clear: Statement;
  readonly #forget: Statement;
  readonly #mark: Statement;
  readonly #marked: Statement;
  readonly #row: Statement;

  constructor(db: Database) {
    this.#has = db.prepare('select 1 from fleet where start = ? and shard = ? limit 1');
    this.#put = db.prepare('insert into fleet (start, shard, series, crc, data) values (?, ?, ?, ?, ?)');
    this.#clear = db.prepare('delete from fleet where start = ? and shard = ?');
    this.#forget = db.prepare('delete from newer where start = ? and shard = ?');
    this.#mark = db.prepare('insert or ignore into newer (start, shard, device) values (?, ?, ?)');
    this.#marked = db.prepare('select device from newer where start = +? and shard = +? order by device').pluck();
    this.#row = db.prepare('select series, crc, data from fleet where start = ? and shard = ? and series = ?');
  }

  has(start: number, shard: number): boolean {
    return this.#has.get(start, shard) !== undefined;
  }

  /** All rows of a shard's span, in place of those before: now they tell the truth of every device. */
  replace(start: number, shard: number, rows: readonly { readonly series: number; readonly data: Uint8Array }[]): void {
    this.#clear.run(start, shard);
    this.#forget.run(start, shard);
    for (const { series, data } of rows) this.#put.run(start, shard, series, checksum(data), data);
  }

  /** The device gets a new piece over this span. In the same transaction as that. */
  tellNewer(start: number, device: number): void {
    const shard = shardOf(device);
    if (this.has(start, shard)) this.#mark.run(start, shard, device);
  }

  /** Devices whose piece is to be read in place of the rows. */
  newer(start: number, shard: number): number[] {
    return this.#marked.all(start, shard) as number[];
  }

  row(start: number, shard: number, series: number): StoredFleet | undefined {
    return this.#row.get(start, shard, series) as StoredFleet | undefined;
  }
}
