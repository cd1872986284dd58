import { crc32 } from 'node:zlib';
import type { Database, Statement } from 'better-sqlite3';
import type { Devices } from '../names/devices.ts';
import type { Dictionaries } from '../names/dictionaries.ts';
import { ByteCursor } from './bytes.ts';
import type { DeviceFrames } from './device-frames.ts';

export interface DamagedBatch {
  readonly batch: number;
  readonly why: string;
  /** null: it cannot even be read. */
  readonly data: Uint8Array | null;
}

export interface Replayed {
  readonly damaged: readonly DamagedBatch[];
  /** Devices of which more is in blocks than their row says. */
  readonly changed: readonly DeviceFrames[];
}

export interface ReplayParts {
  readonly devices: Devices;
  readonly dictionaries: Dictionaries;
  /** By device number: the batch up to which its frames are in blocks, where the files know more than the journal. */
  readonly sealed: ReadonlyMap<number, number>;
}

interface Row {
  readonly crc: number;
  readonly data: Buffer;
}

interface Entry {
  device: number;
  start: number;
  end: number;
  readonly frame: { time: number; sequence: number; dictionary: number };
}

/**
 * Puts the frames of the journal's batches, as far as no block has them, back into memory; no value is decoded. A batch that
 * is damaged is passed over and told of.
 * @param now ms of monotonic time
 */
export function replay(db: Database, parts: ReplayParts, now: number): Replayed {
  const read = db.prepare('select crc, data from batch where id = ?');
  const damaged: DamagedBatch[] = [];
  for (const batch of batchesOf(db)) {
    const found = readBatch(read, batch);
    if ('why' in found) damaged.push(found);
    else if (!replayBatch(batch, found.data, parts, now)) {
      damaged.push({ batch, why: 'it uses a name that is not in the journal', data: found.data });
    }
  }
  const changed: DeviceFrames[] = [];
  for (const [number, through] of parts.sealed) {
    const device = parts.devices.numbered(number);
    if (!device || through <= device.sealed) continue;
    device.sealed = through;
    changed.push(device);
  }
  return { damaged, changed };
}

/** @returns false when it does not fit the names */
function replayBatch(batch: number, row: Buffer, { devices, dictionaries, sealed }: ReplayParts, now: number): boolean {
  const data = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  for (const { device: number, start, end, frame } of entriesOf(data)) {
    const device = devices.numbered(number);
    if (!device || !dictionaries.byId.has(frame.dictionary)) return false;
    if (batch <= device.sealed || device.known.has(frame.sequence)) continue;
    const record = data.subarray(start, end);
    if (batch <= (sealed.get(number) ?? 0)) device.wasSealed(record, frame);
    else device.join(record, frame, batch, now);
  }
  return true;
}

function batchesOf(db: Database): number[] {
  return db.prepare('select id from batch order by id').pluck().all() as number[];
}

function readBatch(read: Statement, batch: number): Row | DamagedBatch {
  let row: Row;
  try {
    row = read.get(batch) as Row;
  } catch (error) {
    return { batch, why: (error as Error).message, data: null };
  }
  return crc32(row.data) === row.crc ? row : { batch, why: 'its checksum is wrong', data: row.data };
}

/** One object for all of them: there are millions. */
function* entriesOf(data: Uint8Array): Generator<Entry> {
  const cursor = new ByteCursor(data);
  const entry: Entry = { device: 0, start: 0, end: 0, frame: { time: 0, sequence: 0, dictionary: 0 } };
  while (cursor.at < data.length) {
    entry.device = cursor.varint();
    entry.start = cursor.at;
    const length = cursor.varint();
    entry.end = cursor.at + length;
    entry.frame.sequence = cursor.varint();
    entry.frame.time = cursor.zigzag();
    cursor.zigzag();
    cursor.zigzag();
    entry.frame.dictionary = cursor.varint();
    yield entry;
    cursor.at = entry.end;
  }
}
