import type { DeviceId } from '@fettle/shared/ids';
import type {
  Appended,
  Latest,
  RangeQuery,
  RetentionPlan,
  SeriesForm,
  SeriesPoints,
  SeriesText,
  StoredFrame,
  StoredTable,
} from './types.ts';

/** What an engine can do; the contract suite asks for what is declared. */
export interface SeriesAbilities {
  /** What is read equals what was written, bit for bit. */
  readonly exact: boolean;
  /** A sequence number is stored once. */
  readonly dedupe: boolean;
  /** Coarse steps are read from roll-ups. */
  readonly rollups: boolean;
}

export interface Maintained {
  /** Frames of which the raw samples were given up. */
  readonly removed: number;
  /** More is due: call it again. */
  readonly more: boolean;
}

/** Bytes of what is not in blocks yet, raw samples and tables, and the two roll-ups. */
export interface SeriesSizes {
  readonly journal: number;
  readonly raw: number;
  readonly five: number;
  readonly hour: number;
}

export interface Held {
  /** Where the files are; null: there are none. */
  readonly folder: string | null;
  /** New frames may become durable again; files of blocks stay as they are. Call it once the journal is being read. */
  commit(): void;
  /** Everything goes on. */
  release(): Promise<void>;
}

/** Samples over time. Knows nothing of records; meets them by device id in a verb. */
export interface SeriesStore {
  readonly can: SeriesAbilities;
  /**
   * Resolves when every frame is durable, in the order given. Frames may come late, twice and out of order; each
   * (device, sequence) is stored once. Rejects when nothing was made durable (disk full, closed).
   * @param urgent somebody waits for these: they do not wait for company
   */
  append(frames: readonly StoredFrame[], urgent?: boolean): Promise<Appended[]>;
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
  /** The same written down, some at once: for who passes it on. `values` tells no times and is for steps. */
  scanText(query: RangeQuery, form: SeriesForm): AsyncIterable<readonly SeriesText[]>;
  /** The newest table with this name at or before a time (default: now), or null. One a minute is kept. */
  table(device: DeviceId, name: string, at?: number): Promise<StoredTable | null>;
  /**
   * Compacts, rolls up and removes what the plan no longer keeps, a bounded slice of it. What is older than the plan by
   * more than a week (raw), a month (five minutes), a year (hours) is gone once there is no more to do, what is younger than the plan stays.
   * A removed sequence number counts as stored.
   */
  maintain(now: number, plan: RetentionPlan): Promise<Maintained>;
  /** Bytes on disk, of everything or of one device. */
  sizes(device?: DeviceId): Promise<SeriesSizes>;
  /** For a backup: from when it resolves nothing durable changes until it is told to go on. */
  hold(): Promise<Held>;
  /** Makes what is under way durable, then closes. */
  close(): Promise<void>;
}
