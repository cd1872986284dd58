import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading } from '../files/open-file.ts';
import { type Period, periodNamed } from '../files/periods.ts';
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

  constructor(path: string) {
    this.#path = path;
  }

  /** What there is now, in order of time. */
  periods(): Period[] {
    const found: Period[] = [];
    for (const name of readdirSync(this.#path)) {
      const period = periodNamed(name);
      if (period !== null && period.kind !== 'late') found.push(period);
    }
    return found.toSorted((a, b) => a.start - b.start);
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
