/** Frames that are not acknowledged yet. */
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';

export interface Entry {
  readonly frame: Frame;
  /** What its columns are; shared by all frames until a series is added. */
  readonly dictionary: Dictionary;
  /**
   * The device's wall clock minus its monotonic one when the frame was taken, so that a later estimate of the offset
   * fits it although the clock was set meanwhile; null for a frame of an earlier life of the process.
   */
  readonly base: number | null;
  /** As the outbox encoded it to keep it; absent where it did not. */
  readonly encoded?: Encoded;
}

/** A frame's bytes, which whoever decoded the whole of its chain before them can decode. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** The same object for a key frame and all that tell what changed since. */
  readonly chain: object;
  /** Sequence of the frame before it in the chain; null for the key frame. */
  readonly after: number | null;
}

export interface Outbox {
  /** Keeps a frame until it is acknowledged or there is no room. Sequences count up. */
  append(entry: Entry): void;
  /** At most `limit` entries with a sequence above `after`, oldest first. */
  pending(after: number, limit: number): readonly Entry[];
  /** Frames up to and with this sequence are durable at the collector. */
  acknowledge(sequence: number): void;
  readonly frames: number;
  readonly bytes: number;
  /** Frames dropped for want of room since the start, never acknowledged. */
  readonly dropped: number;
  /** Frames that were kept and could not be read again since the start. */
  readonly damaged: number;
  /** Where frames are kept now: a disk that fails leaves the memory. */
  readonly where: 'disk' | 'memory';
  /** Why frames are not kept as they should be, for people; null in good order. */
  readonly problem: string | null;
  /** The highest sequence that was ever kept, 0 for none. */
  readonly last: number;
  /** Puts everything in safety and lets go of it. */
  close(): Promise<void>;
}

export interface OutboxBounds {
  readonly frames: number;
  readonly bytes: number;
}

/** A thousand frames: 16 minutes at 1 s, 2 h 46 min at 10 s. */
export const memoryBounds: OutboxBounds = { frames: 1_000, bytes: 16 * 1024 * 1024 };

/** Keeps frames in memory; the oldest are dropped first. */
export function createMemoryOutbox(bounds: OutboxBounds = memoryBounds): Outbox {
  let entries: Entry[] = [];
  let bytes = 0;
  let dropped = 0;
  let last = 0;

  /** Forgets the first so many. */
  function forget(count: number): void {
    for (const { frame } of entries.slice(0, count)) bytes -= sizeOf(frame);
    entries = entries.slice(count);
  }

  function firstAfter(sequence: number): number {
    const at = entries.findIndex(({ frame }) => frame.sequence > sequence);
    return at < 0 ? entries.length : at;
  }

  return {
    append(entry) {
      entries.push(entry);
      last = entry.frame.sequence;
      bytes += sizeOf(entry.frame);
      while (entries.length > 1 && (entries.length > bounds.frames || bytes > bounds.bytes)) {
        forget(1);
        dropped++;
      }
    },
    pending(after, limit) {
      const from = firstAfter(after);
      return entries.slice(from, from + limit);
    },
    acknowledge: (sequence) => forget(firstAfter(sequence)),
    get frames() {
      return entries.length;
    },
    get bytes() {
      return bytes;
    },
    get dropped() {
      return dropped;
    },
    damaged: 0,
    where: 'memory',
    problem: null,
    get last() {
      return last;
    },
    close: async () => {},
  };
}

/** About what a frame takes in memory. */
export function sizeOf({ values, tables }: Frame): number {
  const rows = tables.reduce(
    (sum, table) => sum + table.rows.length * (96 + 8 * (table.rows[0]?.values.length ?? 0)),
    0,
  );
  return 200 + values.byteLength + rows;
}
