import { FettleError } from '@fettle/shared/errors';
import { explain } from '../files/failure.ts';
import type { PeriodFiles } from '../files/files.ts';
import type { Columns } from '../journal/open-rows.ts';
import { compact, type Surroundings as Compacting } from './compact.ts';
import { giveBack } from './give-back.ts';
import { mergePieces, type Surroundings as Merging } from './merge-pieces.ts';
import type { Damage, DictionaryMessage, MaintainMessage, Segment } from './messages.ts';
import { retain } from './retain.ts';
import { SealedSpans } from './sealed-spans.ts';
import { seal, settle } from './seal.ts';

/** After so long `maintain` gives way to what else is waiting, ms; a group that was begun is finished. */
const sliceMs = 100;

export interface Maintained {
  /** Frames that were given up. */
  readonly removed: number;
  readonly dropped: readonly string[];
  readonly damaged: readonly Damage[];
  /** More is due: ask again. */
  readonly more: boolean;
}

/** Writes the period files: seals, compacts, rolls up, merges, retains. One of them for a folder. */
export class Keeper {
  readonly #files: PeriodFiles;
  readonly #sealed: SealedSpans;
  readonly #dictionaries = new Map<number, Columns>();
  /** 1: a state, 0: none; by series. */
  readonly #states = new Map<number, number>();
  #isSettled = true;
  /** What was begun in an earlier slice, and by which time. */
  #begun: { readonly now: number; readonly steps: Generator<void> } | null = null;
  #damaged: Damage[] = [];

  constructor(files: PeriodFiles) {
    this.#files = files;
    settle(files);
    this.#sealed = new SealedSpans(files);
  }

  learn({ id, series, decimals, states }: Omit<DictionaryMessage, 'type'>): void {
    this.#dictionaries.set(id, { series, decimals });
    series.forEach((number, i) => this.#states.set(number, states[i] ?? 0));
  }

  /**
   * Writes segments as blocks: durable when it is done. @returns of each file written the highest block number
   * @throws FettleError `data_unwritable`; then nothing of it counts, and the segments are to be sealed again
   */
  seal(segments: readonly Segment[]): Record<string, number> {
    return this.#explained(() => {
      this.#settle();
      this.#isSettled = false;
      const confirm = seal(this.#files, this.#sealed, segments, this.#dictionaries);
      this.#isSettled = true;
      return confirm;
    });
  }

  /** Does a slice of what is due: compacts, merges, drops. @throws FettleError `data_unwritable` */
  maintain(asked: Omit<MaintainMessage, 'type' | 'id'>): Maintained {
    return this.#explained(() => this.#slice(asked));
  }

  #slice({ now, plan, confirmed }: Omit<MaintainMessage, 'type' | 'id'>): Maintained {
    this.#settle();
    const until = performance.now() + sliceMs;
    const tell = (damage: Damage) => void this.#damaged.push(damage);
    const around = { files: this.#files, sealed: this.#sealed, isState: this.#isState, tell, now, plan, confirmed };
    for (let isDone = false; !isDone;) {
      const work = (this.#begun ??= { now, steps: everything(around) });
      while (!work.steps.next().done) {
        if (performance.now() > until) return { removed: 0, dropped: [], damaged: this.#damaged.splice(0), more: true };
      }
      this.#begun = null;
      isDone = work.now === now;
    }
    return { ...retain(around), damaged: this.#damaged.splice(0), more: false };
  }

  /** Moves all into the files themselves, so that a copy of each is whole. @throws FettleError `data_in_use` */
  checkpoint(): void {
    this.#files.checkpoint();
  }

  close(): void {
    this.#files.close();
  }

  /** Reading may find a file damaged, too. */
  #explained<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this.#begun = null;
      throw explain(error, this.#files.folder);
    }
  }

  #settle(): void {
    if (this.#isSettled) return;
    settle(this.#files);
    this.#isSettled = true;
  }

  readonly #isState = (series: number): boolean => {
    const state = this.#states.get(series);
    if (state === undefined) {
      throw new FettleError('internal', `No dictionary told the keeper what series ${series} is.`);
    }
    return state === 1;
  };
}

function* everything(around: Compacting & Merging): Generator<void> {
  yield* compact(around);
  yield* mergePieces(around);
  yield* giveBack(around.files);
}
