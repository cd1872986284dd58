import type { Aggregation } from '@fettle/shared/api/series';
import type { DeviceId } from '@fettle/shared/ids';
import type { SeriesForm } from '@fettle/shared/json/series';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Dictionary, Frame, Table } from '@fettle/shared/protocol/frame';

/** A frame on its way to disk. */
export interface StoredFrame {
  readonly device: DeviceId;
  readonly frame: Frame;
  /** The time that counts: the device's, or the device's + offset when |offset| > 2 s. ms since 1970. */
  readonly time: number;
  readonly dictionary: Dictionary;
}

/** `stored`: new. `duplicate`: its sequence number was there. Both are durable. */
export type Appended = 'stored' | 'duplicate';

export interface Latest {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly value: number;
  readonly time: number;
}

export interface RangeQuery {
  readonly devices: readonly DeviceId[];
  readonly metrics: readonly string[];
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** ms; absent: raw samples. Steps begin at multiples of it since 1970; `whole` is one from `from` to `to`. */
  readonly step?: number | 'whole';
  /** Default: the metric's roll-up. */
  readonly agg?: Aggregation;
  /** The query fails with `query_too_large` rather than give more points. */
  readonly maxPoints: number;
  /** ms of the engine's work, not of the waiting for whoever reads; more fails with `query_too_long`. Default: no end. */
  readonly budgetMs?: number;
}

export type { SeriesForm };

/**
 * One series of an answer. Which samples a step has: those from its beginning to its end that also lie in the range.
 *
 * Sums add in one order, so that every level of storage gives the same bits: the samples of five minutes in order of (time,
 * sequence). Steps that are multiples of five minutes add these sums in order of time; steps that are multiples of an hour,
 * and `whole`, add the sums of hours, each that of its five minutes. Any other step adds its samples. Five minutes and
 * hours begin at multiples of their length since 1970.
 *
 * `time` gives for each state that stood for any time in the range a series with the attribute `state` (its word, else its number),
 * for metrics of kind `state` only; 0 in steps that have samples, but none in that state. Within five minutes, as far as they
 * lie in the step and the range, a sample stands from the middle between it and the one before to the middle between it and the next; the
 * first and the last reach on by as much as they do inwards, at most to the ends; a single one stands for all of it.
 *
 * Where raw samples were given up, what is kept of five minutes or an hour counts wholly with the step in which it begins, and
 * percentiles, `rate` and raw samples are not there.
 */
export interface SeriesPoints {
  readonly device: DeviceId;
  readonly metric: string;
  readonly attributes: Attributes;
  /** Ascending. With a step: the beginning of each from the first to the last of the range; `whole`: `from`. */
  readonly times: Float64Array;
  /** NaN: no sample in the step, or no answer from those that are. */
  readonly values: Float64Array;
}

/**
 * A part of one series of an answer, with its points written as JSON. Parts of one series follow each other, ascending.
 */
export interface SeriesText {
  readonly device: DeviceId;
  readonly metric: string;
  readonly attributes: Attributes;
  /** In bytes of ASCII, without brackets around it; between parts of one series belongs a comma. */
  readonly text: Uint8Array;
  /** Whether the part before is of the same series. */
  readonly goesOn: boolean;
}

export interface StoredTable {
  readonly time: number;
  readonly table: Table;
}

/** How long samples are kept, ms: as they came, in buckets of five minutes, in buckets of an hour. Each at least as long as the one before. */
export interface RetentionPlan {
  readonly raw: number;
  readonly five: number;
  readonly hour: number;
}
