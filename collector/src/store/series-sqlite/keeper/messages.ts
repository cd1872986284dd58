/** What the collector's thread and the keeper's thread say to each other. The keeper alone writes period files. */
import type { RetentionPlan } from '../../../domain/series/types.ts';

/** Columns of a stored dictionary: all of them once after the start, a new one before a segment that uses it. */
export interface DictionaryMessage {
  readonly type: 'dictionary';
  readonly id: number;
  /** Catalogue numbers of the columns, in the order of the frames' values. */
  readonly series: Int32Array;
  readonly decimals: Uint8Array;
  /** 1 where the series is a state. */
  readonly states: Uint8Array;
}

/** Frames of one device to seal: records as in journal/frame-record.ts, one after the other, in order of arrival. */
export interface Segment {
  readonly device: number;
  /** The highest journal batch in it. */
  readonly through: number;
  readonly records: Uint8Array;
}

export interface SealMessage {
  readonly type: 'seal';
  readonly id: number;
  readonly segments: readonly Segment[];
}

/** Compacts what is due, merges pieces, drops what the plan no longer keeps; a bounded slice of work an answer. */
export interface MaintainMessage {
  readonly type: 'maintain';
  readonly id: number;
  /** ms since 1970: by it spans are over and periods are old. */
  readonly now: number;
  readonly plan: RetentionPlan;
  /** Of each file the `confirm` that the journal has durably; a file with blocks above it is not dropped. */
  readonly confirmed: Readonly<Record<string, number>>;
}

/** A row that did not fit its checksum: it was passed over and stays as it is. */
export interface Damage {
  readonly file: string;
  readonly what: 'block' | 'moment' | 'piece' | 'fleet';
  readonly device: number;
  /** The times it covers. */
  readonly from: number;
  readonly to: number;
}

interface Plain<Type> {
  readonly type: Type;
  readonly id: number;
}

/** `hold` finishes what is under way and writes nothing until `go-on`; all files are checkpointed then. */
export type HoldMessage = Plain<'hold'> | Plain<'go-on'> | Plain<'close'>;

export type ToKeeper = DictionaryMessage | SealMessage | MaintainMessage | HoldMessage;

/** Every message with an `id` is answered once. `sealed` means durable: it survives power loss. */
export type FromKeeper =
  | { readonly type: 'done'; readonly id: number }
  /** `confirm`: the highest block id of each file (raw, late) that was written to; a start reads only what is above. */
  | { readonly type: 'sealed'; readonly id: number; readonly confirm: Readonly<Record<string, number>> }
  | {
      readonly type: 'maintained';
      readonly id: number;
      /** Frames that were given up. */
      readonly removed: number;
      /** Files that are no more: the journal forgets their `confirm`, the reader lets go of them. */
      readonly dropped: readonly string[];
      /** Each is told once. */
      readonly damaged: readonly Damage[];
      /** More is due: ask again. */
      readonly more: boolean;
    }
  | { readonly type: 'failed'; readonly id: number; readonly code: string; readonly message: string };
