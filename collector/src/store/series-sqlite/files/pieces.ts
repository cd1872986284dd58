import type { Database, Statement } from 'better-sqlite3';
import { type Checked, checksum } from './checksum.ts';

export interface NewPiece {
  readonly device: number;
  /** It covers [start, finish). */
  readonly start: number;
  readonly finish: number;
  /** The highest `through` of the blocks in it. */
  readonly absorbed: number;
  readonly data: Uint8Array;
}

export interface StoredPiece extends NewPiece, Checked {
  readonly id: number;
}

const columns = 'device, start, finish, absorbed, crc, data';
/** No piece is longer. */
const monthMs = 31 * 86_400_000;

/** The tables `piece` and `added` of one file. What writes is called inside a transaction. */
export class Pieces {
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #overlapping: Statement;
  readonly #unmerged: Statement;
  readonly #together: Statement;
  readonly #has: Statement;
  readonly #inside: Statement;
  readonly #across: Statement;
  readonly #add: Statement;
  readonly #added: Statement;
  readonly #forget: Statement;

  /** @param unmerged the length of a piece that is to be merged with others later, ms */
  constructor(db: Database, unmerged: number) {
    this.#put = db.prepare(`insert into piece (${columns}) values (?, ?, ?, ?, ?, ?)`);
    this.#remove = db.prepare('delete from piece where device = ? and start >= ? and finish <= ?');
    this.#overlapping = db.prepare(`
      select id, ${columns} from piece where device = ? and start >= ? and start < ? and finish > ?`);
    this.#unmerged = db.prepare(`
      select start, device from piece
      where finish - start = ${unmerged} and start < +? order by start, device limit +?`);
    this.#together = db.prepare(`
      select id, ${columns} from piece
      where device >= +? and device < +? and start >= +? and start < +? and finish > +? order by device, start`);
    this.#has = db.prepare('select 1 from piece where device = ? and start >= ? and start < ? and finish > ? limit 1');
    this.#inside = db.prepare('select 1 from piece where start >= ? and finish <= ? limit 1');
    this.#across = db.prepare(`
      select id, ${columns} from piece where start < @to and finish > @from and (start < @from or finish > @to)`);
    this.#add = db.prepare('insert or ignore into added (week, block) values (?, ?)');
    this.#added = db.prepare('select 1 from added where week = ? and block = ?');
    this.#forget = db.prepare('delete from added where week = ?');
  }

  /** In place of all pieces of the device inside [start, finish). */
  put({ device, start, finish, absorbed, data }: NewPiece): void {
    this.#remove.run(device, start, finish);
    this.#put.run(device, start, finish, absorbed, checksum(data), data);
  }

  /** Pieces of one device that have a part of [from, to); ascending. */
  overlapping(device: number, from: number, to: number): StoredPiece[] {
    const found = this.#overlapping.all(device, from - monthMs, to, from) as StoredPiece[];
    return found.toSorted((a, b) => a.start - b.start);
  }

  /** Whether the device has a piece with a part of [from, to). */
  has(device: number, from: number, to: number): boolean {
    return this.#has.get(device, from - monthMs, to, from) !== undefined;
  }

  /** Pieces with a part of [from, to), of devices from `first` to `end` (exclusive); by device. */
  together(first: number, end: number, from: number, to: number): StoredPiece[] {
    return this.#together.all(first, end, from - monthMs, to, from) as StoredPiece[];
  }

  /** What is yet to be merged and begins before a time, the first by (start, device). */
  unmerged(before: number, limit: number): { readonly start: number; readonly device: number }[] {
    return this.#unmerged.all(before, limit) as never;
  }

  /** Whether any device has a piece inside [from, to). */
  anyInside(from: number, to: number): boolean {
    return this.#inside.get(from, to) !== undefined;
  }

  /** Pieces of all devices with a part of [from, to) that also reach beyond it. */
  across(from: number, to: number): Iterable<StoredPiece> {
    return this.#across.iterate({ from, to }) as Iterable<StoredPiece>;
  }

  /** Blocks of a week are in pieces now. In the same transaction as those. */
  tellAdded(week: number, blocks: readonly number[]): void {
    for (const block of blocks) this.#add.run(week, block);
  }

  isAdded(week: number, block: number): boolean {
    return this.#added.get(week, block) !== undefined;
  }

  /** The week's file is no more. */
  forgetAdded(week: number): void {
    this.#forget.run(week);
  }
}
