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

/**
 * There are millions of frames: no object is made for any of them, and of their heads only what counts is read.
 * @returns false when it does not fit the names
 */
function replayBatch(batch: number, row: Buffer, { devices, dictionaries, sealed }: ReplayParts, now: number): boolean {
  const data = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  const cursor = new ByteCursor(data);
  const frame = { time: 0, sequence: 0 };
  while (cursor.at < data.length) {
    const number = cursor.varint();
    const start = cursor.at;
    const length = cursor.varint();
    const end = cursor.at + length;
    frame.sequence = cursor.varint();
    frame.time = cursor.zigzag();
    cursor.zigzag();
    cursor.zigzag();
    const device = devices.numbered(number);
    if (!device || !dictionaries.byId.has(cursor.varint())) return false;
    cursor.at = end;
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
