import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DeviceId } from '@fettle/shared/ids';
import type { Table, TableRow } from '@fettle/shared/protocol/frame';
import type { Database, Statement } from 'better-sqlite3';
import type { StoredTable } from '../../domain/series/types.ts';
import type { DeviceNumbers } from './devices.ts';
import type { PreparedFrame } from './prepare.ts';

const minuteMs = 60_000;

interface Moment {
  readonly time: number;
  readonly sequence: number;
}

const before = (a: Moment, b: Moment) => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
const minuteOf = (time: number) => Math.floor(time / minuteMs);
const keyOf = (device: DeviceId, name: string) => `${device} ${name}`;

/**
 * Tables: the newest of each name in memory, and in the file the first one of each minute, so that a frame whose minute
 * has its table costs nothing. After a restart the newest is the one in the file, at most a minute older.
 */
export class Tables {
  readonly #newest = new Map<string, Moment & { readonly table: Table }>();
  /** The newest that is in the file. */
  readonly #kept = new Map<string, Moment>();
  readonly #devices: DeviceNumbers;
  readonly #keep: Statement;
  readonly #read: Statement;

  constructor(db: Database, devices: DeviceNumbers) {
    this.#devices = devices;
    this.#keep = db.prepare(`
      insert into frame_table (device, name, minute, time, sequence, content) values (?, ?, ?, ?, ?, ?)
      on conflict (device, name, minute) do update
      set time = excluded.time, sequence = excluded.sequence, content = excluded.content
      where excluded.time < frame_table.time
         or (excluded.time = frame_table.time and excluded.sequence < frame_table.sequence)`);
    this.#read = db.prepare(`
      select time, sequence, content from frame_table
      where device = ? and name = ? and minute <= ? and time <= ? order by minute desc limit 1`);
  }

  /** Writes what is to be kept of a frame's tables; inside the frame's transaction. */
  write(device: number, frame: PreparedFrame): void {
    const minute = minuteOf(frame.time);
    for (const { name, rows } of frame.tables) {
      const kept = this.#kept.get(keyOf(frame.device, name));
      if (kept && minuteOf(kept.time) === minute && !before(frame, kept)) continue;
      this.#keep.run(device, name, minute, frame.time, frame.sequence, encodeRows(rows));
    }
  }

  /** The tables of a frame that is durable now. */
  take(frame: PreparedFrame): void {
    const { time, sequence } = frame;
    for (const table of frame.tables) {
      const key = keyOf(frame.device, table.name);
      const newest = this.#newest.get(key);
      if (!newest || before(newest, frame)) this.#newest.set(key, { time, sequence, table });
      const kept = this.#kept.get(key);
      if (
        !kept ||
        minuteOf(kept.time) < minuteOf(time) ||
        (minuteOf(kept.time) === minuteOf(time) && before(frame, kept))
      )
        this.#kept.set(key, { time, sequence });
    }
  }

  find(device: DeviceId, name: string, at = Number.MAX_SAFE_INTEGER): StoredTable | null {
    const newest = this.#newest.get(keyOf(device, name));
    const stored = this.#find(device, name, at);
    if (!newest || newest.time > at || (stored && before(newest, stored))) {
      return stored && { time: stored.time, table: stored.table };
    }
    return { time: newest.time, table: newest.table };
  }

  /** What was older is no longer in the file. */
  forget(limit: number): void {
    for (const moments of [this.#newest, this.#kept]) {
      for (const [key, { time }] of moments) if (time < limit) moments.delete(key);
    }
  }

  #find(device: DeviceId, name: string, at: number): (Moment & { readonly table: Table }) | null {
    const row = this.#read.get(this.#devices.find(device) ?? null, name, minuteOf(at), at) as
      | { readonly time: number; readonly sequence: number; readonly content: Buffer }
      | undefined;
    if (!row) return null;
    return { time: row.time, sequence: row.sequence, table: { name, rows: decodeRows(row.content) } };
  }
}

/** Deflate over JSON `[[id, start, name, value, …], …]`; a value JSON has no number for is a text or null (NaN). */
function encodeRows(rows: readonly TableRow[]): Buffer {
  const lists = rows.map(({ id, start, name, values }) => [id, start, name, ...values.map(toJson)]);
  return deflateRawSync(JSON.stringify(lists));
}

function decodeRows(content: Buffer): TableRow[] {
  const lists = JSON.parse(inflateRawSync(content).toString('utf8')) as [number, number, string, ...unknown[]][];
  return lists.map(([id, start, name, ...values]) => ({ id, start, name, values: values.map(fromJson) }));
}

function toJson(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function fromJson(value: unknown): number {
  return value === null ? Number.NaN : Number(value);
}
