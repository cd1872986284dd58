import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading } from '../files/open-file.ts';
import { type Period, periodNamed } from '../files/periods.ts';
import { ofFolder, type Writes } from '../files/writes.ts';
import { type PeriodFile, RawFile, RollupFile } from './period-file.ts';

/** Of each file so much is read without a call to the system for each page. */
const mappedBytes = 1024 * 1024 * 1024;
/** Connections that are kept for the next question. */
const mostIdle = 160;

/** The period files of a folder as readers see them: which there are, and connections to lend. */
export class Folder {
  readonly #path: string;
  readonly #idle = new Map<string, PeriodFile[]>();
  #idleCount = 0;
  readonly #writes: Writes | null;
  /** Files that had nothing to be put together, and how often they had been written before that was looked at. */
  readonly #finished = new Map<string, number>();
  #listed: { readonly writes: number; readonly periods: readonly Period[]; readonly hasLate: boolean } | null = null;

  /** @param writes what is written beside it; null: nobody tells, so it is looked at each time */
  constructor(path: string, writes: Writes | null = null) {
    this.#path = path;
    this.#writes = writes;
  }

  /** What there is now, in order of time. */
  periods(): readonly Period[] {
    return this.#list().periods;
  }

  /** Whether there are frames that no answer tells of yet, because their period was given up before they came. */
  hasLate(): boolean {
    return this.#list().hasLate;
  }

  /** How often a file was written so far; NaN: nobody knows. */
  writesOf(name: string): number {
    return this.#writes?.of(name) ?? Number.NaN;
  }

  /** Whether a file has nothing that is yet to be put together: it had not after so many writes. */
  isFinished(name: string, writes: number): boolean {
    return this.#finished.get(name) === writes;
  }

  finished(name: string, writes: number): void {
    this.#finished.set(name, writes);
  }

  #list() {
    const writes = this.writesOf(ofFolder);
    if (this.#listed?.writes === writes) return this.#listed;
    const all = readdirSync(this.#path).flatMap((name) => periodNamed(name) ?? []);
    const periods = all.filter(({ kind }) => kind !== 'late').toSorted((a, b) => a.start - b.start);
    this.#listed = { writes, periods, hasLate: periods.length < all.length };
    return this.#listed;
  }

  /** A connection of one's own until it is given back; null when the file has gone. */
  lend({ name, kind }: Period): PeriodFile | null {
    const idle = this.#idle.get(name)?.pop();
    if (idle) {
      this.#idleCount--;
      return idle;
    }
    const db = openForReading(join(this.#path, name));
    if (db === null) return null;
    db.pragma(`mmap_size = ${mappedBytes}`);
    return kind === 'raw' ? new RawFile(name, db) : new RollupFile(name, db, kind === 'five' ? 'five' : 'hour');
  }

  giveBack(file: PeriodFile): void {
    if (this.#idleCount >= mostIdle) {
      file.close();
      return;
    }
    const idle = this.#idle.get(file.name) ?? [];
    idle.push(file);
    this.#idle.set(file.name, idle);
    this.#idleCount++;
  }

  /** Files that went: their space comes back once nobody has them open. */
  release(names: readonly string[]): void {
    for (const name of names) {
      this.#finished.delete(name);
      const idle = this.#idle.get(name) ?? [];
      for (const file of idle) file.close();
      this.#idleCount -= idle.length;
      this.#idle.delete(name);
    }
  }

  close(): void {
    this.release([...this.#idle.keys()]);
  }
}
