/** What the collector's thread and the reader's thread say to each other. The reader only reads period files. */
import type { Aggregation } from '@fettle/shared/api/series';
import type { DictionaryMessage } from '../keeper/messages.ts';

export interface AskedDevice {
  readonly device: number;
  /** Its frames that no block has yet: records as in journal/frame-record.ts, in order of arrival; null: none. */
  readonly open: Uint8Array | null;
}

export interface RangeMessage {
  readonly type: 'range';
  readonly id: number;
  /** In the order in which answers are wanted. */
  readonly devices: readonly AskedDevice[];
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
}

/** Files that are about to be removed or replaced: closes them. */
export interface ReleaseMessage {
  readonly type: 'release';
  readonly id: number;
  readonly files: readonly string[];
}

export interface TableMessage {
  readonly type: 'table';
  readonly id: number;
  readonly device: number;
  readonly name: string;
  readonly at: number;
}

export type ToReader =
  | DictionaryMessage
  | RangeMessage
  | TableMessage
  | ReleaseMessage
  | { readonly type: 'cancel' | 'close'; readonly id: number };

export interface FoundSeries {
  readonly device: number;
  readonly series: number;
  /** For the aggregation `time`: the state that `values` tells of, ms. */
  readonly state?: number;
  readonly times: Float64Array;
  /** NaN: no sample in the step. */
  readonly values: Float64Array;
}

/** `found` comes any number of times, then exactly one of the others. */
export type FromReader =
  | { readonly type: 'found'; readonly id: number; readonly series: readonly FoundSeries[] }
  | {
      readonly type: 'table';
      readonly id: number;
      readonly time: number;
      readonly sequence: number;
      readonly content: Uint8Array;
    }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: string; readonly message: string };
