import type { Period } from '../files/periods.ts';
import type { Folder } from './folder.ts';
import { type PeriodFile, RawFile, RollupFile } from './period-file.ts';

/** A file of the range, as it is at the moment of the first question to it; it is opened for that. */
export class Viewed<File extends PeriodFile> {
  readonly period: Period;
  /** Whether it has anything that is yet to be put together, as it was when the view was made. */
  readonly unfinished: boolean;
  readonly #open: () => File | null;
  #file: File | null | undefined;

  /** @param open gives it as it is from then on; null: it has gone. @param look whether `unfinished` is asked for */
  constructor(folder: Folder, period: Period, open: () => File | null, look: boolean) {
    this.period = period;
    this.#open = open;
    const writes = look && folder.writesOf(period.name);
    this.unfinished = writes !== false && !folder.isFinished(period.name, writes) && this.file?.isUnfinished() === true;
    if (writes !== false && !this.unfinished) folder.finished(period.name, writes);
  }

  /** Null: it has gone. */
  get file(): File | null {
    if (this.#file === undefined) this.#file = this.#open();
    return this.#file;
  }
}

/**
 * The files of a range. The keeper writes what is coarser before it tidies what is finer, so they are looked at the other way round:
 * blocks that are to be put together first, then pieces that are to be merged, then all else. Nothing that was tidied away is missing then.
 */
export class View {
  readonly #folder: Folder;
  readonly #files: PeriodFile[] = [];
  readonly raw: readonly Viewed<RawFile>[];
  readonly five: readonly Viewed<RollupFile>[];
  readonly hour: readonly Viewed<RollupFile>[];

  /** @param hours whether pieces of hours may be asked for */
  constructor(folder: Folder, periods: readonly Period[], hours: boolean) {
    this.#folder = folder;
    try {
      this.raw = this.#of(periods, 'raw', RawFile, true);
      this.five = this.#of(periods, 'five', RollupFile, hours);
      this.hour = this.#of(periods, 'hour', RollupFile, false);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    for (const file of this.#files.splice(0)) {
      file.end();
      this.#folder.giveBack(file);
    }
  }

  #of<File extends PeriodFile>(
    periods: readonly Period[],
    kind: Period['kind'],
    made: abstract new (...args: never) => File,
    look: boolean,
  ): Viewed<File>[] {
    const open = (period: Period) => () => {
      const file = this.#folder.lend(period);
      if (!(file instanceof made)) return null;
      file.begin();
      this.#files.push(file);
      return file;
    };
    return periods
      .filter((period) => period.kind === kind)
      .map((period) => new Viewed(this.#folder, period, open(period), look));
  }
}
