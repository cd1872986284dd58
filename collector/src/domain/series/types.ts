import type { Aggregation } from '@fettle/shared/api/series';
import type { DeviceId } from '@fettle/shared/ids';
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
  /** ms; absent: raw samples. Steps begin at multiples of it since 1970. */
  readonly step?: number;
  /** Default: the metric's roll-up. */
  readonly agg?: Aggregation;
  /** The query fails with `query_too_large` rather than give more points. */
  readonly maxPoints: number;
}

export interface SeriesPoints {
  readonly device: DeviceId;
  readonly metric: string;
  readonly attributes: Attributes;
  /** Ascending. With a step: the beginning of each step from the first to the last of the range, null where no sample is. */
  readonly points: [time: number, value: number | null][];
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
