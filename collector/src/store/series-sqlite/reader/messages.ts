/** What the collector's thread and the reader's thread say to each other. The reader only reads period files. */
import type { Aggregation } from '@fettle/shared/api/series';
import type { SeriesForm } from '@fettle/shared/json/series';
import type { DictionaryMessage } from '../keeper/messages.ts';

export interface AskedDevice {
  readonly device: number;
  /** Frames that came behind a newer one, so far. */
  readonly late: number;
  /** Time of its newest frame so far; -Infinity: none. What comes with this time or before it is late. */
  readonly until: number;
  /** No later time than this is in blocks; -Infinity: nothing is. */
  readonly stored: number;
  /** Its frames that no block has yet: records as in journal/frame-record.ts, in order of arrival; null: none in the range. */
  readonly open: Uint8Array | null;
}

/** Devices of a question as they go over, in one piece: an object for each takes longer than all else of asking. */
export interface PackedDevices {
  /** For each, what `AskedDevice` says and where its bytes in `open` end. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Their open frames, one device's behind the other's; its buffer moves with the question. */
  readonly open: Uint8Array<ArrayBuffer>;
}

export interface RangeMessage {
  readonly type: 'range';
  readonly id: number;
  /** In the order in which answers are wanted. */
  readonly devices: PackedDevices;
  /** Catalogue numbers, in the order in which answers are wanted. */
  readonly series: Int32Array;
  /** One for each of `series`; not used for raw samples. */
  readonly aggs: readonly Aggregation[];
  readonly from: number;
  readonly to: number;
  /** ms; `whole`: one bucket from `from` to `to`; null: raw samples. */
  readonly step: number | 'whole' | null;
  readonly maxPoints: number;
  /** ms of the reader's time. */
  readonly budgetMs: number;
  /** Written so, or null: as numbers. */
  readonly form: SeriesForm | null;
}

/** Files that were removed: the reader lets go of them, so that their space comes back. Not answered. */
export interface ReleaseMessage {
  readonly type: 'release';
  readonly id: number;
  readonly files: readonly string[];
}

/** The newest table with this name at or before a time, of what is in blocks. */
export interface TableMessage {
  readonly type: 'table';
  readonly id: number;
  readonly device: number;
  readonly name: string;
  readonly at: number;
}

/** Bytes on disk of one device. */
export interface SizeMessage {
  readonly type: 'size';
  readonly id: number;
  readonly device: number;
}

export type ToReader =
  | DictionaryMessage
  | RangeMessage
  | TableMessage
  | SizeMessage
  | ReleaseMessage
  /** `more`: one `found` was consumed; the reader sends only a few ahead. */
  | { readonly type: 'more' | 'cancel' | 'close'; readonly id: number };

export interface FoundSeries {
  readonly device: number;
  readonly series: number;
  /** For the aggregation `time`: the state that `values` tells of, in seconds. */
  readonly state?: number;
  readonly times: Float64Array;
  /** NaN: no sample in the step. */
  readonly values: Float64Array;
}

/** Series as JSON; its memory moves with it. */
export interface Written {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What `partsOf` reads. */
  readonly parts: Float64Array;
}

/** What was found, as it was asked for. */
export interface Found {
  readonly series: readonly FoundSeries[];
  readonly written: Written | null;
}

/** A row that did not fit its checksum: it was passed over. */
export interface DamagedRow {
  readonly file: string;
  readonly what: 'block' | 'moment' | 'piece' | 'fleet';
  readonly id: number;
}

/** `found` comes any number of times, then exactly one of the others. A question that was cancelled is answered by `done`. */
export type FromReader =
  | { readonly type: 'found'; readonly id: number; readonly found: Found }
  | {
      readonly type: 'table';
      readonly id: number;
      readonly time: number;
      readonly sequence: number;
      readonly content: Uint8Array;
    }
  | {
      readonly type: 'size';
      readonly id: number;
      /** Bytes: raw samples and tables, and the two roll-ups. */
      readonly raw: number;
      readonly five: number;
      readonly hour: number;
    }
  | {
      readonly type: 'done';
      readonly id: number;
      /** The last that was found: a message by itself would wake the asker once more. */
      readonly found: Found | null;
      readonly damaged: readonly DamagedRow[];
      /** What a question cost: ms of the reader's time. */
      readonly ms: number;
    }
  | { readonly type: 'failed'; readonly id: number; readonly code: string; readonly message: string };
