import type { Database, Statement } from 'better-sqlite3';
import { type Checked, checksum } from './checksum.ts';
import { spanMs } from './schema.ts';

export interface NewBlock {
  readonly device: number;
  /** Times of its first and last frame, inside one span. */
  readonly first: number;
  readonly last: number;
  readonly frames: number;
  /** Negative: only whole once a later file has this segment's last part. */
  readonly through: number;
  readonly data: Uint8Array;
}

export interface StoredBlock extends NewBlock, Checked {
  readonly id: number;
  readonly level: number;
}

/**
 * Bound values stand as `+?` where a question has an order or a limit: of a bare one SQLite looks at the value, and prepares the
 * question anew each time it is another.
 */
const columns = 'id, device, level, first, last, frames, through, crc, data';
/** So many numbers belong to each journal batch: more than blocks that are written while one batch is. */
const numbersABatch = 65_536;

/** The table `block` of one file. Everything that writes is called inside a transaction. */
export class Blocks {
  readonly #db: Database;
  readonly #insert: Statement;
  readonly #sealed: Statement;
  readonly #compacted: Statement;
  readonly #remove: Statement;
  readonly #delete: Statement;
  readonly #level: Statement;
  readonly #aside: Statement;
  readonly #devices: Statement;
  readonly #count: Statement;
  /** Null: not looked up yet. */
  #highest: number | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#insert = db.prepare(`insert into block (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    const inSpan = `select ${columns} from block where device = ? and first >= ? and first < ?`;
    this.#sealed = db.prepare(`${inSpan} and level = 0`);
    this.#compacted = db.prepare(`${inSpan} and level = 1`);
    this.#aside = db.prepare('select 1 from block where device = ? and first >= ? and first < ? and level = 2 limit 1');
    this.#remove = db.prepare('delete from block where id = ? returning frames');
    this.#delete = db.prepare('delete from block where id = ?');
    this.#level = db.prepare('update block set level = ? where id = ?');
    this.#devices = db.prepare(`
      select distinct device from block where level = 0 and device > ? and first >= ? and first < ? order by device limit +?`);
    this.#count = db.prepare('update total set frames = frames + ?, sealed = max(sealed, ?)');
  }

  /** The highest number that was given to a block. */
  get highest(): number {
    this.#highest ??= this.#db.prepare('select coalesce(max(id), 0) from block').pluck().get() as number;
    return this.#highest;
  }

  /** Frames in all blocks, and the highest number that was given to a block from the journal. */
  get total(): { readonly frames: number; readonly sealed: number } {
    return this.#db.prepare('select frames, sealed from total').get() as { frames: number; sealed: number };
  }

  /**
   * @returns its number: higher than any before, also than those of a file of the same name that was dropped, since
   * batches are numbered for ever
   */
  add(level: 0 | 1, block: NewBlock): number {
    const id = this.#put(level, block);
    this.#count.run(block.frames, level === 0 ? id : 0);
    return id;
  }

  remove(id: number): void {
    const removed = this.#remove.get(id) as { frames: number } | undefined;
    if (removed) this.#count.run(-removed.frames, 0);
  }

  /** Puts a compacted block in the place of others. */
  replace(others: readonly Pick<StoredBlock, 'id' | 'frames'>[], block: NewBlock): void {
    let more = block.frames;
    for (const { id, frames } of others) {
      this.#delete.run(id);
      more -= frames;
    }
    this.#put(1, block);
    if (more !== 0) this.#count.run(more, 0);
  }

  #put(level: 0 | 1, { device, first, last, frames, through, data }: NewBlock): number {
    const id = Math.max(this.highest, Math.abs(through) * numbersABatch) + 1;
    this.#insert.run(id, device, level, first, last, frames, through, checksum(data), data);
    this.#highest = id;
    return id;
  }

  setLevel(id: number, level: 1 | 2): void {
    this.#level.run(level, id);
  }

  /** Blocks of one device that begin in [from, to), as they were sealed; in the order in which they came. */
  sealed(device: number, from: number, to: number): StoredBlock[] {
    return (this.#sealed.all(device, from, to) as StoredBlock[]).toSorted(byId);
  }

  compacted(device: number, from: number, to: number): StoredBlock[] {
    return (this.#compacted.all(device, from, to) as StoredBlock[]).toSorted(byId);
  }

  /** Whether any was set aside, because it is damaged. */
  hasAside(device: number, from: number, to: number): boolean {
    return this.#aside.get(device, from, to) !== undefined;
  }

  /** Beginnings of the spans that have blocks as they were sealed; ascending. */
  sealedSpans(): number[] {
    return this.#db
      .prepare(`select distinct first / ${spanMs} as span from block where level = 0 order by span`)
      .all()
      .map((row) => (row as { span: number }).span * spanMs);
  }

  /** Devices with blocks as they were sealed that begin in [from, to): the next ones by number. */
  devicesSealed(from: number, to: number, after: number, limit: number): number[] {
    return this.#devices.all(after, from, to, limit).map((row) => (row as { device: number }).device);
  }

  /** Blocks whose segment may not be whole. */
  pending(): { readonly id: number; readonly device: number; readonly through: number }[] {
    return this.#db.prepare('select id, device, -through as through from block where through < 0').all() as never;
  }

  /** Whether a segment up to this batch, or a later one, is in this file to its end. */
  hasSealed(device: number, through: number): boolean {
    const found = (level: number) =>
      this.#db
        .prepare(`select 1 from block where device = ? and level = ${level} and through >= ? limit 1`)
        .get(device, through) !== undefined;
    return found(0) || found(1);
  }

  /** The segment is whole. */
  settle(id: number): void {
    this.#db.prepare('update block set through = -through where id = ? and through < 0').run(id);
  }
}

const byId = (a: StoredBlock, b: StoredBlock) => a.id - b.id;
