import type { DeviceId } from '@fettle/shared/ids';
import type { Appended, Latest, RangeQuery, SeriesPoints, StoredFrame, StoredTable } from './types.ts';

/** What an engine can do; the contract suite asks for what is declared. */
export interface SeriesAbilities {
  /** What is read equals what was written, bit for bit. */
  readonly exact: boolean;
  /** A sequence number is stored once. */
  readonly dedupe: boolean;
  /** Coarse steps are read from roll-ups. */
  readonly rollups: boolean;
}

/** Samples over time. Knows nothing of records; meets them by device id in a verb. */
export interface SeriesStore {
  readonly can: SeriesAbilities;
  /**
   * Resolves when every frame is durable, in the order given. Frames may come late, twice and out of order; each
   * (device, sequence) is stored once. Rejects when nothing was made durable (disk full, closed).
   */
  append(frames: readonly StoredFrame[]): Promise<Appended[]>;
  /** The highest sequence number up to which the device need not send again; 0 when there is none. */
  resume(device: DeviceId): Promise<number>;
  /**
   * The newest value of every series that had one in the device's newest frame (by time).
   * @param metrics only these; default: all
   */
  latest(devices: readonly DeviceId[], metrics?: readonly string[]): Promise<ReadonlyMap<DeviceId, readonly Latest[]>>;
  /**
   * Series ordered by device, metric, attributes (and state), given as they are found; whoever stops reading ends the work.
   * @throws FettleError `query_too_large`, `query_too_long`, also after some were given
   */
  scan(query: RangeQuery): AsyncIterable<SeriesPoints>;
  /** The newest table with this name at or before a time (default: now), or null. One a minute is kept. */
  table(device: DeviceId, name: string, at?: number): Promise<StoredTable | null>;
  /** Removes what is older than a time. Gives the number of frames removed. */
  retain(before: number): Promise<number>;
  /** Makes what is under way durable, then closes. */
  close(): Promise<void>;
}
