import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { FettleError } from '@fettle/shared/errors';
import { Blocks } from './blocks.ts';
import { explain } from './failure.ts';
import { Fleet } from './fleet.ts';
import { Moments } from './moments.ts';
import { openForWriting } from './open-file.ts';
import { type Period, periodNamed, type PeriodKind } from './periods.ts';
import { Pieces } from './pieces.ts';
import { dayMs, spanMs } from './schema.ts';
import { ofFolder, Writes } from './writes.ts';

/** Files that stay open; a device with a broken clock may send frames of any year. */
const mostOpen = 12;

/** Free pages that a file keeps at least, and as a share of all. */
const keptFree = { pages: 128, share: 0.02 } as const;

/** A `raw` or `late` file. */
export interface WeekFile {
  readonly period: Period;
  readonly blocks: Blocks;
  readonly moments: Moments;
}

/** A `five` or `hour` file; only the first has a fleet. */
export interface RollupFile {
  readonly period: Period;
  readonly pieces: Pieces;
  readonly fleet: Fleet | null;
}

interface Open {
  readonly db: Database;
  readonly tables: WeekFile | RollupFile;
}

/** The period files of a folder, for the keeper: which there are, and the open ones. */
export class PeriodFiles {
  readonly folder: string;
  readonly #writes: Writes;
  readonly #periods = new Map<string, Period>();
  /** The least recently used first. */
  readonly #open = new Map<string, Open>();

  /** @param writes who reads beside it hears by them. @throws FettleError `data_unwritable` */
  constructor(folder: string, writes = new Writes()) {
    this.folder = folder;
    this.#writes = writes;
    writes.tellAll();
    try {
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder)) {
        const period = periodNamed(name);
        if (period !== null) this.#periods.set(name, period);
      }
    } catch (error) {
      throw explain(error, folder);
    }
  }

  /** Those of some kinds, in order of time. */
  all(...kinds: readonly PeriodKind[]): Period[] {
    return [...this.#periods.values()]
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted((a, b) => a.start - b.start || a.name.localeCompare(b.name));
  }

  has({ name }: Period): boolean {
    return this.#periods.has(name);
  }

  /** Made if there is none. Valid until the next file is asked for. */
  week(period: Period): WeekFile {
    return this.#opened(period).tables as WeekFile;
  }

  /** Made if there is none. Valid until the next file is asked for. */
  rollup(period: Period): RollupFile {
    return this.#opened(period).tables as RollupFile;
  }

  /** Does some work in one transaction of a file; when it is done, it survives power loss. */
  write<Result>(period: Period, work: () => Result): Result {
    const { db } = this.#opened(period);
    try {
      return db.transaction(work).immediate();
    } catch (error) {
      throw explain(error, join(this.folder, period.name));
    } finally {
      this.#writes.tell(period.name);
    }
  }

  /** Removes a file. Who has it open for reading goes on with what was there. */
  drop({ name }: Period): void {
    this.#open.get(name)?.db.close();
    this.#open.delete(name);
    const path = join(this.folder, name);
    try {
      // The file first: what is left of it is then nothing that is ever opened again.
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    } catch (error) {
      throw explain(error, path);
    }
    this.#periods.delete(name);
    this.#writes.tell(name);
    this.#writes.tell(ofFolder);
  }

  /**
   * Gives free pages back to the disk, so many at most; some are kept, for what comes will need them.
   * @returns whether there are more to give
   */
  giveBack({ name }: Period, most: number): boolean {
    const db = this.#open.get(name)?.db;
    if (db === undefined) return false;
    const pages = (of: 'freelist_count' | 'page_count') => db.pragma(of, { simple: true }) as number;
    const free = pages('freelist_count');
    const spare = free - Math.max(keptFree.pages, Math.ceil(keptFree.share * pages('page_count')));
    if (spare <= 0) return false;
    db.exec(`pragma incremental_vacuum(${Math.min(spare, most)})`);
    return spare > most && pages('freelist_count') < free;
  }

  /** Moves all that is in write-ahead logs into the files. @throws FettleError `data_in_use` when a reader is in the way too long */
  checkpoint(): void {
    for (const [name, { db }] of this.#open) {
      const [{ busy } = { busy: 0 }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (busy !== 0) {
        throw new FettleError('data_in_use', `A long query still reads ${join(this.folder, name)}. Try again later.`);
      }
    }
  }

  close(): void {
    for (const { db } of this.#open.values()) db.close();
    this.#open.clear();
  }

  #opened(period: Period): Open {
    const known = this.#open.get(period.name);
    if (known) {
      this.#open.delete(period.name);
      this.#open.set(period.name, known);
      return known;
    }
    const db = openForWriting(join(this.folder, period.name), period.kind);
    const opened = { db, tables: tablesOf(db, period) };
    const isNew = !this.#periods.has(period.name);
    this.#periods.set(period.name, period);
    if (isNew) this.#writes.tell(ofFolder);
    this.#open.set(period.name, opened);
    const [oldest] = this.#open;
    if (this.#open.size > mostOpen && oldest) {
      oldest[1].db.close();
      this.#open.delete(oldest[0]);
    }
    return opened;
  }
}

function tablesOf(db: Database, period: Period): WeekFile | RollupFile {
  const { kind } = period;
  if (kind === 'raw' || kind === 'late') return { period, blocks: new Blocks(db), moments: new Moments(db) };
  if (kind === 'hour') return { period, pieces: new Pieces(db, dayMs), fleet: null };
  return { period, pieces: new Pieces(db, spanMs), fleet: new Fleet(db) };
}
