/** What the collector's thread does around the keeper, on a real folder; it can be ended at any moment and begun anew. */
import { PeriodFiles } from '@fettle/collector/store/series-sqlite/files/files';
import type { Period } from '@fettle/collector/store/series-sqlite/files/periods';
import { GrowingBytes } from '@fettle/collector/store/series-sqlite/journal/bytes';
import { encodeRecord } from '@fettle/collector/store/series-sqlite/journal/frame-record';
import { sealedInBlocks } from '@fettle/collector/store/series-sqlite/journal/sealed-blocks';
import { Keeper } from '@fettle/collector/store/series-sqlite/keeper/keeper';
import type { DictionaryMessage, Segment } from '@fettle/collector/store/series-sqlite/keeper/messages';

export interface ModelFrame {
  readonly device: number;
  readonly sequence: number;
  readonly time: number;
  readonly shift: number;
  readonly offset: number;
  readonly dictionary: number;
  readonly values: Float64Array;
  readonly tables: readonly { readonly name: string; readonly rows: Uint8Array }[];
}

/** The process ended. */
export class Ended extends Error {}

/** Ends the process at one of the moments before and after each step that is durable: a transaction, or a file that goes. */
class EndingFiles extends PeriodFiles {
  readonly #countdown: { left: number };

  constructor(folder: string, countdown: { left: number }) {
    super(folder);
    this.#countdown = countdown;
  }

  override write<Result>(period: Period, work: () => Result): Result {
    this.#moment();
    const result = super.write(period, work);
    this.#moment();
    return result;
  }

  override drop(period: Period): void {
    this.#moment();
    super.drop(period);
    this.#moment();
  }

  #moment(): void {
    if (this.#countdown.left-- === 0) throw new Ended();
  }
}

/** Frames in journal batches, sealed by a keeper that may end at any moment. */
export class Model {
  /** Moments that were passed; `left`: it ends there once. */
  readonly countdown = { left: Number.POSITIVE_INFINITY };
  /** What the journal holds durably. */
  readonly #frames: { readonly frame: ModelFrame; readonly batch: number }[] = [];
  readonly #sealed = new Map<number, number>();
  /** What was known of a file that is no more stays: numbers of a new one are higher. */
  readonly #confirmed: Record<string, number> = {};
  readonly #folder: string;
  readonly #dictionaries: readonly Omit<DictionaryMessage, 'type'>[];
  #batch = 0;
  #files: PeriodFiles;
  #keeper: Keeper;

  constructor(folder: string, dictionaries: readonly Omit<DictionaryMessage, 'type'>[]) {
    this.#folder = folder;
    this.#dictionaries = dictionaries;
    [this.#files, this.#keeper] = this.#begin();
  }

  /** One group commit. */
  commit(frames: readonly ModelFrame[]): void {
    this.#batch++;
    for (const frame of frames) this.#frames.push({ frame, batch: this.#batch });
  }

  /** Seals of the devices what no block has; `forget`: all ends before the journal hears of it. */
  seal(devices: readonly number[], forget = false): void {
    const segments = devices.flatMap((device) => this.#segment(device));
    this.#surviving(() => {
      const confirm = this.#keeper.seal(segments);
      if (forget) throw new Ended();
      for (const { device, through } of segments) this.#sealed.set(device, through);
      Object.assign(this.#confirmed, confirm);
    });
  }

  /** All slices; `forget`: all ends before the journal hears of the last. @returns frames that were given up */
  maintain(now: number, plan: { raw: number; five: number; hour: number }, forget = false): number {
    let removed = 0;
    this.#surviving(() => {
      for (let more = true; more;) {
        const answer = this.#keeper.maintain({ now, plan, confirmed: { ...this.#confirmed } });
        if (forget && !answer.more) throw new Ended();
        if (answer.damaged.length > 0) throw new Error(`Damaged: ${JSON.stringify(answer.damaged)}`);
        removed += answer.removed;
        more = answer.more;
      }
    });
    return removed;
  }

  close(): void {
    this.#files.close();
  }

  #segment(device: number): Segment[] {
    const open = this.#frames.filter(
      ({ frame, batch }) => frame.device === device && batch > (this.#sealed.get(device) ?? 0),
    );
    if (open.length === 0) return [];
    const out = new GrowingBytes();
    for (const { frame } of open) {
      const { decimals } = this.#dictionaries.find(({ id }) => id === frame.dictionary) ?? {
        decimals: new Uint8Array(),
      };
      encodeRecord(out, { ...frame, decimals });
    }
    return [{ device, through: Math.max(...open.map(({ batch }) => batch)), records: out.content }];
  }

  /** Everything begins anew when it ends in the midst of the work, as after a kill. */
  #surviving(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      this.#files.close();
      const known = new Map(Object.entries(this.#confirmed));
      const found = sealedInBlocks(this.#folder, known);
      for (const [device, through] of found.through) {
        this.#sealed.set(device, Math.max(through, this.#sealed.get(device) ?? 0));
      }
      [this.#files, this.#keeper] = this.#begin();
      Object.assign(this.#confirmed, Object.fromEntries(found.highest));
    }
  }

  #begin(): [PeriodFiles, Keeper] {
    const files = new EndingFiles(this.#folder, this.countdown);
    const keeper = new Keeper(files);
    for (const dictionary of this.#dictionaries) keeper.learn(dictionary);
    return [files, keeper];
  }
}
