import type { Database, Statement } from 'better-sqlite3';
import type { Checked } from '../files/checksum.ts';
import { dayMs, spanMs } from '../files/schema.ts';
import type { PieceKey } from './plan.ts';

/** A stored row without its bytes: what was decoded of it before needs no second look. */
export interface StoredRow {
  readonly id: number;
  readonly crc: number;
}

/** Tables of one span; `first`: the time of the first. */
export interface MomentRow extends Checked {
  readonly id: number;
  readonly first: number;
}

export interface PieceRow extends PieceKey, StoredRow {
  readonly file: string;
  readonly absorbed: number;
}

/** One connection to a period file, for one question at a time: what it reads between `begin` and `end` is of the moment of the first reading. */
export abstract class PeriodFile {
  readonly name: string;
  protected readonly db: Database;
  readonly #begin: Statement;
  readonly #end: Statement;

  constructor(name: string, db: Database) {
    this.name = name;
    this.db = db;
    this.#begin = db.prepare('begin');
    this.#end = db.prepare('commit');
  }

  begin(): void {
    this.#begin.run();
  }

  end(): void {
    this.#end.run();
  }

  close(): void {
    this.db.close();
  }

  /** Whether it has anything that is yet to be put together. */
  abstract isUnfinished(): boolean;
}

/** A week of blocks and tables. */
export class RawFile extends PeriodFile {
  readonly #unfinished: Statement;
  readonly #sealedStarts: Statement;
  readonly #compactedStarts: Statement;
  readonly #sealed: Statement;
  readonly #compacted: Statement;
  readonly #data: Statement;
  readonly #moment: Statement;
  readonly #size: Statement;

  constructor(name: string, db: Database) {
    super(name, db);
    // The partial indexes want the level as a number. Beside an order or a limit SQLite looks at a bare bound value, and prepares anew each time; not at `+?`.
    this.#unfinished = db.prepare('select 1 from block where level = 0 limit 1');
    this.#sealedStarts = db
      .prepare('select first from block where level = 0 and device = +? and first >= +? and first < +? order by first')
      .pluck();
    this.#compactedStarts = db
      .prepare('select first from block where level = 1 and device = +? and first >= +? and first < +? order by first')
      .pluck();
    this.#sealed = db.prepare(`
      select id, crc from block where level = 0 and device = +? and first >= +? and first < +? and last >= +? order by first, id`);
    this.#compacted = db.prepare(
      'select id, crc from block where level = 1 and device = ? and first >= ? and first < ?',
    );
    this.#size = db
      .prepare(`
        select coalesce(sum(bytes), 0) from (
          select length(data) as bytes from block where level = 0 and device = :device
          union all select length(data) from block where level = 1 and device = :device
          union all select length(data) from moment where device = :device)`)
      .pluck();
    this.#data = db.prepare('select data from block where id = ?').pluck();
    this.#moment = db.prepare(`
      select id, first, crc, data from moment where device = +? and name = +? and first <= +? order by first desc, id desc limit +?`);
  }

  /** Whether it has blocks as they were sealed. */
  override isUnfinished(): boolean {
    return this.#unfinished.get() !== undefined;
  }

  /** Bytes of a device's blocks and tables. */
  size(device: number): number {
    return this.#size.get({ device }) as number;
  }

  /** Times of the first frames of blocks as they were sealed that begin in [from, to). */
  sealedStarts(device: number, from: number, to: number): number[] {
    return this.#sealedStarts.all(device, from, to) as number[];
  }

  compactedStarts(device: number, from: number, to: number): number[] {
    return this.#compactedStarts.all(device, from, to) as number[];
  }

  /** Blocks of a span, those that were sealed only as far as they reach into [from, to). */
  blocks(device: number, span: number, from: number, to: number): StoredRow[] {
    const compacted = this.#compacted.all(device, span, Math.min(to, span + spanMs));
    return [...compacted, ...this.#sealed.all(device, span, Math.min(to, span + spanMs), from)] as StoredRow[];
  }

  data(block: number): Uint8Array {
    return this.#data.get(block) as Uint8Array;
  }

  /** Tables that begin at or before a time, the latest first. */
  moments(device: number, name: string, at: number, most: number): MomentRow[] {
    return this.#moment.all(device, name, at, most) as MomentRow[];
  }
}

/** Roll-ups; only that of five minutes has a fleet. */
export class RollupFile extends PeriodFile {
  readonly #rollup: PieceKey['rollup'];
  readonly #overlapping: Statement;
  readonly #data: Statement;
  readonly #size: Statement;
  readonly #unfinished: Statement;
  readonly #unmerged: Statement;
  readonly #fleet: Statement | null;
  readonly #fleetData: Statement | null;
  readonly #newer: Statement | null;
  readonly #hasFleet: Statement | null;

  constructor(name: string, db: Database, rollup: PieceKey['rollup']) {
    super(name, db);
    this.#rollup = rollup;
    this.#overlapping = db.prepare(`
      select id, crc, start, finish, absorbed from piece
      where device = +? and start > +? and start < +? and finish > +? order by start`);
    const shortest = rollup === 'five' ? spanMs : dayMs;
    this.#unfinished = db.prepare(`select 1 from piece where finish - start = ${shortest} limit 1`);
    this.#unmerged = db.prepare(`
      select start, absorbed from piece
      where device = +? and start >= +? and start < +? and finish - start = ${shortest} order by start`);
    this.#size = db.prepare('select coalesce(sum(length(data)), 0) from piece where device = ?').pluck();
    this.#data = db.prepare('select data from piece where id = ?').pluck();
    const ofFleet = (sql: string) => (rollup === 'five' ? db.prepare(sql) : null);
    this.#fleet = ofFleet('select rowid as id, crc from fleet where start = ? and shard = ? and series = ?');
    this.#fleetData = ofFleet('select data from fleet where rowid = ?')?.pluck() ?? null;
    this.#hasFleet = ofFleet('select 1 from fleet where start = ? and shard = ? limit 1');
    this.#newer = ofFleet('select device from newer where start = ? and shard = ?')?.pluck() ?? null;
  }

  /** Whether it has pieces that are yet to be merged. */
  override isUnfinished(): boolean {
    return this.#unfinished.get() !== undefined;
  }

  /** Bytes of a device's pieces. */
  size(device: number): number {
    return this.#size.get(device) as number;
  }

  /** Pieces that overlap [from, to), ascending. */
  pieces(device: number, from: number, to: number): PieceRow[] {
    const longest = this.#rollup === 'five' ? 86_400_000 : 31 * 86_400_000;
    const found = this.#overlapping.all(device, from - longest, to, from) as Omit<PieceRow, 'file' | 'rollup'>[];
    return found.map((piece) => ({ ...piece, file: this.name, rollup: this.#rollup }));
  }

  /** Pieces that begin in [from, to) and are yet to be merged, ascending. */
  unmerged(device: number, from: number, to: number): Pick<PieceRow, 'start' | 'absorbed'>[] {
    return this.#unmerged.all(device, from, to) as Pick<PieceRow, 'start' | 'absorbed'>[];
  }

  data(piece: number): Uint8Array {
    return this.#data.get(piece) as Uint8Array;
  }

  /** Devices of a shard of which its rows over a span do not tell the truth; null: there are no rows. */
  newer(start: number, shard: number): number[] | null {
    if (this.#hasFleet?.get(start, shard) === undefined) return null;
    return (this.#newer?.all(start, shard) ?? []) as number[];
  }

  fleetRow(start: number, shard: number, series: number): StoredRow | undefined {
    return this.#fleet?.get(start, shard, series) as StoredRow | undefined;
  }

  fleetData(row: number): Uint8Array {
    return this.#fleetData?.get(row) as Uint8Array;
  }
}
