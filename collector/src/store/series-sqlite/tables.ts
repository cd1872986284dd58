import type { Frame, Table } from '@fettle/shared/protocol/frame';
import type { StoredTable } from '../../domain/series/types.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { tablesOf } from './journal/open-rows.ts';
import { decodeTable, encodeTableRows } from './journal/table-rows.ts';

const minuteMs = 60_000;

interface Moment {
  readonly time: number;
  readonly sequence: number;
}

export interface FoundTable extends Moment {
  readonly table: Table;
}

interface Newest {
  found: FoundTable | null;
  /** Nothing newer can be in blocks. */
  sure: boolean;
}

const before = (a: Moment, b: Moment) => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
const minuteOf = (time: number) => Math.floor(time / minuteMs);

/**
 * Tables: the newest of each name in memory; kept for good is the first of each minute, so that a frame whose minute
 * has its table costs nothing. After a restart the newest is the one that was kept, at most a minute older.
 */
export class Tables {
  readonly #newest = new Map<DeviceFrames, Map<string, Newest>>();
  /** The last that was kept. */
  readonly #kept = new Map<DeviceFrames, Map<string, Moment>>();

  /** What of a frame's tables is to be kept; counts as kept from now on. */
  toKeep(device: DeviceFrames, frame: Frame, time: number): { name: string; rows: Uint8Array }[] {
    const { sequence } = frame;
    const moment = { time, sequence };
    const kept = this.#kept.get(device) ?? new Map<string, Moment>();
    this.#kept.set(device, kept);
    const found: { name: string; rows: Uint8Array }[] = [];
    for (const { name, rows } of frame.tables) {
      const last = kept.get(name);
      if (last && minuteOf(last.time) === minuteOf(time) && !before(moment, last)) continue;
      kept.set(name, moment);
      found.push({ name, rows: encodeTableRows(rows) });
    }
    return found;
  }

  /** What was to be kept of a device was not: the next one is. */
  notKept(device: DeviceFrames): void {
    this.#kept.delete(device);
  }

  /** The tables of a frame that is durable now. `first`: the device had none before. */
  take(device: DeviceFrames, moment: Moment, tables: readonly Table[], first: boolean): void {
    const { time, sequence } = moment;
    for (const table of tables) {
      const newest = this.#newestOf(device, table.name);
      if (first) newest.sure = true;
      if (!newest.found || before(newest.found, moment)) newest.found = { time, sequence, table };
    }
  }

  /** `stored` looks among those in blocks, at or before a time. */
  async find(
    device: DeviceFrames,
    name: string,
    at: number | undefined,
    stored: (at: number) => Promise<FoundTable | null>,
  ): Promise<StoredTable | null> {
    const newest = this.#newestOf(device, name);
    if (newest.found && newest.sure && (at === undefined || at >= newest.found.time)) return told(newest.found);
    const until = at ?? Number.MAX_SAFE_INTEGER;
    // First those in memory: meanwhile they may go into blocks, and would be missed in both.
    const open = openTables(device, name, until);
    const found = latestOf([...open, await stored(until), newest.found].filter((one) => one && one.time <= until));
    if (at === undefined && found) {
      newest.found = latestOf([found, newest.found]);
      newest.sure = true;
    }
    return found && told(found);
  }

  /** What is older than a time is no longer there. */
  forget(limit: number): void {
    for (const names of this.#newest.values()) {
      for (const [name, { found }] of names) if (found && found.time < limit) names.delete(name);
    }
  }

  #newestOf(device: DeviceFrames, name: string): Newest {
    const names = this.#newest.get(device) ?? new Map<string, Newest>();
    this.#newest.set(device, names);
    const newest = names.get(name) ?? { found: null, sure: false };
    names.set(name, newest);
    return newest;
  }
}

const told = ({ time, table }: FoundTable): StoredTable => ({ time, table });

function latestOf(found: readonly (FoundTable | null)[]): FoundTable | null {
  let latest: FoundTable | null = null;
  for (const one of found) if (one && (!latest || before(latest, one))) latest = one;
  return latest;
}

function openTables(device: DeviceFrames, name: string, until: number): FoundTable[] {
  const open = device.recordsWithin(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (!open) return [];
  return tablesOf(open)
    .filter((one) => one.name === name && one.time <= until)
    .map(({ time, sequence, rows }) => ({ time, sequence, table: decodeTable(name, rows) }));
}
