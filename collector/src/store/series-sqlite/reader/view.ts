import type { Period } from '../files/periods.ts';
import type { Folder } from './folder.ts';
import { type PeriodFile, RawFile, RollupFile } from './period-file.ts';

/**
 * The files of a range, each as it is at the moment of the first question to it. The keeper writes what is coarser before it
 * tidies what is finer, so the raw files must be asked first: nothing that was tidied away is missing from the others then.
 */
export class View {
  readonly #folder: Folder;
  readonly #files: PeriodFile[] = [];
  readonly raw: readonly (readonly [Period, RawFile])[];
  readonly five: readonly (readonly [Period, RollupFile])[];
  readonly hour: readonly (readonly [Period, RollupFile])[];

  constructor(folder: Folder, periods: readonly Period[]) {
    this.#folder = folder;
    try {
      this.raw = this.#open(periods, 'raw', RawFile);
      this.five = this.#open(periods, 'five', RollupFile);
      this.hour = this.#open(periods, 'hour', RollupFile);
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

  #open<File extends PeriodFile>(
    periods: readonly Period[],
    kind: Period['kind'],
    made: abstract new (...args: never) => File,
  ): (readonly [Period, File])[] {
    return periods.flatMap((period) => {
      if (period.kind !== kind) return [];
      const file = this.#folder.lend(period);
      if (!(file instanceof made)) return [];
      file.begin();
      this.#files.push(file);
      return [[period, file] as const];
    });
  }
}
