import type { Database, Statement } from 'better-sqlite3';
import type { Checked } from '../files/checksum.ts';
import type { PieceKey } from './plan.ts';

export interface BlockRow extends Checked {
  readonly id: number;
}

/** Tables of one span; `first`: the time of the first. */
export interface MomentRow extends BlockRow {
  readonly first: number;
}

export interface PieceRow extends PieceKey {
  readonly file: string;
  readonly id: number;
  readonly absorbed: number;
}

/** One connection to a period file, for one question at a time: what it reads between `begin` and `end` is of one moment. */
export abstract class PeriodFile {
  readonly name: string;
  protected readonly db: Database;
  readonly #begin: Statement;
  readonly #look: Statement;
  readonly #end: Statement;

  constructor(name: string, db: Database, table: string) {
    this.name = name;
    this.db = db;
    this.#begin = db.prepare('begin');
    // A transaction sees the moment of its first reading.
    this.#look = db.prepare(`select 1 from ${table} limit 1`);
    this.#end = db.prepare('commit');
  }

  begin(): void {
    this.#begin.run();
    this.#look.get();
  }

  end(): void {
    this.#end.run();
  }

  close(): void {
    this.db.close();
  }
}

/** A week of blocks and tables. */
export class RawFile extends PeriodFile {
  readonly #sealedStarts: Statement;
  readonly #compactedStarts: Statement;
  readonly #outdated: Statement;
  readonly #sealed: Statement;
  readonly #compacted: Statement;
  readonly #moment: Statement;
  readonly #size: Statement;

  constructor(name: string, db: Database) {
    super(name, db, 'total');
    // The partial indexes want the level as a number.
    this.#sealedStarts = db
      .prepare('select first from block where level = 0 and device = ? and first >= ? and first < ? order by first')
      .pluck();
    this.#compactedStarts = db
      .prepare('select first from block where level = 1 and device = ? and first >= ? and first < ? order by first')
      .pluck();
    this.#outdated = db
      .prepare(`
        select first from block
        where level = 1 and device = ? and first >= ? and first < ? and through > ? order by first`)
      .pluck();
    this.#sealed = db.prepare(`
      select id, crc, data from block where level = 0 and device = ? and first >= ? and first < ? order by first, id`);
    this.#compacted = db.prepare(
      'select id, crc, data from block where level = 1 and device = ? and first >= ? and first < ?',
    );
    this.#size = db
      .prepare(`
        select coalesce(sum(bytes), 0) from (
          select length(data) as bytes from block where level = 0 and device = :device
          union all select length(data) from block where level = 1 and device = :device
          union all select length(data) from moment where device = :device)`)
      .pluck();
    this.#moment = db.prepare(`
      select id, first, crc, data from moment where device = ? and name = ? and first <= ? order by first desc, id desc limit ?`);
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

  /** Of compacted blocks that begin in [from, to), those with frames of batches after `absorbed`. */
  outdated(device: number, from: number, to: number, absorbed: number): number[] {
    return this.#outdated.all(device, from, to, absorbed) as number[];
  }

  /** All blocks that begin in [from, to). */
  blocks(device: number, from: number, to: number): BlockRow[] {
    return [...this.#compacted.all(device, from, to), ...this.#sealed.all(device, from, to)] as BlockRow[];
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
  readonly #fleet: Statement | null;
  readonly #newer: Statement | null;
  readonly #hasFleet: Statement | null;

  constructor(name: string, db: Database, rollup: PieceKey['rollup']) {
    super(name, db, 'piece');
    this.#rollup = rollup;
    this.#overlapping = db.prepare(`
      select id, start, finish, absorbed from piece
      where device = ? and start > ? and start < ? and finish > ? order by start`);
    this.#size = db.prepare('select coalesce(sum(length(data)), 0) from piece where device = ?').pluck();
    this.#data = db.prepare('select crc, data from piece where id = ?');
    const ofFleet = (sql: string) => (rollup === 'five' ? db.prepare(sql) : null);
    this.#fleet = ofFleet('select crc, data from fleet where start = ? and shard = ? and series = ?');
    this.#hasFleet = ofFleet('select 1 from fleet where start = ? and shard = ? limit 1');
    this.#newer = ofFleet('select device from newer where start = ? and shard = ?')?.pluck() ?? null;
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

  data(piece: number): Checked | undefined {
    return this.#data.get(piece) as Checked | undefined;
  }

  /** Devices of a shard of which its rows over a span do not tell the truth; null: there are no rows. */
  newer(start: number, shard: number): number[] | null {
    if (this.#hasFleet?.get(start, shard) === undefined) return null;
    return (this.#newer?.all(start, shard) ?? []) as number[];
  }

  fleetRow(start: number, shard: number, series: number): Checked | undefined {
    return this.#fleet?.get(start, shard, series) as Checked | undefined;
  }
}
