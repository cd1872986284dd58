import type { Database } from 'better-sqlite3';
import { ByteCursor } from './bytes.ts';
import { batchesFrom, type DamagedBatch, readBatch } from './batches.ts';

/** Devices whose open frames a mark tells of; an entry a device in each. */
export interface EarlierDevices {
  /** Ascending. */
  readonly numbers: Int32Array;
  /** Their open frames are in batches above this … */
  readonly after: Float64Array;
  /** … and up to this. */
  readonly through: Float64Array;
  /** How many frames, and bytes of records, there are. */
  readonly counts: Int32Array;
  readonly bytes: Float64Array;
}

export interface EarlierRecords {
  /** Each has the records of some devices, so that memory is given back when these are sealed. */
  readonly buffers: readonly ArrayBuffer[];
  /** Of each device the buffer, where its records begin and end, and how many frames are missing. */
  readonly buffer: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly lost: Int32Array;
  readonly damaged: readonly DamagedBatch[];
}

const bufferBytes = 4 * 1024 * 1024;

/**
 * Reads the batches and puts the records of each device one after the other, in order of arrival. What is damaged is passed over and
 * told of. @throws Error when there is more than the marks say; SqliteError
 */
export function earlierRecords(db: Database, devices: EarlierDevices): EarlierRecords {
  const { numbers, after, through } = devices;
  const { buffers, buffer, starts } = roomFor(devices.bytes);
  const bytes = buffers.map((one) => new Uint8Array(one));
  const ends = starts.slice();
  const limits = starts.map((start, at) => start + (devices.bytes[at] as number));
  const lost = devices.counts.slice();
  const places = new Int32Array(1 + (numbers.at(-1) ?? 0)).fill(-1);
  numbers.forEach((number, at) => (places[number] = at));
  const damaged: DamagedBatch[] = [];
  const read = readBatch(db);
  const last = Math.max(0, ...through);
  for (const batch of batchesFrom(db, Math.min(...after), last)) {
    const found = read(batch);
    if ('why' in found) {
      damaged.push(found);
      continue;
    }
    const { data } = found;
    const cursor = new ByteCursor(data);
    while (cursor.at < data.length) {
      const number = cursor.varint();
      const start = cursor.at;
      const end = cursor.varint() + cursor.at;
      cursor.at = end;
      const at = places[number] ?? -1;
      if (at < 0 || batch <= (after[at] as number) || batch > (through[at] as number)) continue;
      const to = ends[at] as number;
      ends[at] = to + end - start;
      if (to + end - start > (limits[at] as number))
        throw new Error(`Device ${number} has more open frames than its mark says.`);
      (bytes[buffer[at] as number] as Uint8Array).set(data.subarray(start, end), to);
      lost[at] = (lost[at] as number) - 1;
    }
  }
  return { buffers, buffer, starts, ends, lost, damaged };
}

/** Divides what is needed into buffers. */
function roomFor(bytes: Float64Array) {
  const sizes: number[] = [];
  const buffer = new Int32Array(bytes.length);
  const starts = new Int32Array(bytes.length);
  bytes.forEach((needed, at) => {
    const used = sizes.at(-1);
    if (used === undefined || used + needed > bufferBytes) sizes.push(0);
    buffer[at] = sizes.length - 1;
    const start = sizes[sizes.length - 1] as number;
    starts[at] = start;
    sizes[sizes.length - 1] = start + needed;
  });
  return { buffers: sizes.map((size) => new ArrayBuffer(size)), buffer, starts };
}
