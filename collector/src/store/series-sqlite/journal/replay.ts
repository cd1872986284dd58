import type { Database } from 'better-sqlite3';
import type { Devices } from '../names/devices.ts';
import type { Dictionaries } from '../names/dictionaries.ts';
import { batchesFrom, type DamagedBatch, readBatch } from './batches.ts';
import { ByteCursor } from './bytes.ts';
import type { DeviceFrames } from './device-frames.ts';
import type { EarlierDevices } from './earlier-records.ts';
import type { Mark } from './mark-record.ts';
import { groupOf, readMarks } from './marks.ts';

export interface Replayed {
  readonly damaged: readonly DamagedBatch[];
  /** Devices of which more is in blocks than their row says. */
  readonly changed: readonly DeviceFrames[];
  /** Devices of whose open frames memory has what a mark says, and not yet the records. */
  readonly missing: EarlierDevices;
  /** The highest batch that marks tell of; 0: there are none. */
  readonly marked: number;
}

export interface ReplayParts {
  readonly devices: Devices;
  readonly dictionaries: Dictionaries;
  /** By device number: the batch up to which its frames are in blocks, where the files know more than the journal. */
  readonly sealed: ReadonlyMap<number, number>;
}

/**
 * Brings the frames of the journal's batches, as far as no block has them, back into memory; no value is decoded. Of frames before the
 * marks only what these say. A batch that is damaged is passed over and told of.
 * @param now ms of monotonic time
 */
export function replay(db: Database, parts: ReplayParts, now: number): Replayed {
  const { devices, sealed } = parts;
  const marks = readMarks(db, devices.highest) ?? [];
  const earlier = marks.flatMap((mark) => takeMark(mark, parts, now));
  const throughs = marks.map(({ through }) => through);
  const damaged: DamagedBatch[] = [];
  const read = readBatch(db);
  for (const batch of batchesFrom(db, throughs.length === 0 ? 0 : Math.min(...throughs))) {
    const found = read(batch);
    if ('why' in found) damaged.push(found);
    else if (!replayBatch({ batch, data: found.data, throughs, now }, parts)) {
      damaged.push({ batch, why: 'it uses a name that is not in the journal', data: found.data });
    }
  }
  const changed: DeviceFrames[] = [];
  for (const [number, through] of sealed) {
    const device = devices.numbered(number);
    if (!device || through <= device.sealed) continue;
    device.sealed = through;
    changed.push(device);
  }
  return { damaged, changed, missing: columnsOf(earlier), marked: Math.max(0, ...throughs) };
}

interface Earlier {
  readonly number: number;
  readonly after: number;
  readonly through: number;
  readonly count: number;
  readonly bytes: number;
}

/** A part whose last batch is in blocks is there as a whole, for whatever is sealed is all that there was. */
function takeMark(mark: Mark, { devices, sealed }: ReplayParts, now: number): Earlier[] {
  return mark.devices.flatMap(({ device: number, parts, newest }) => {
    const device = devices.numbered(number);
    if (!device) return [];
    // What the row knows is newer than the mark.
    const unknown = parts.filter(({ last }) => last > device.sealed);
    if (unknown.length === 0) return [];
    if (newest !== null) device.take(newest);
    const after = Math.max(device.sealed, sealed.get(number) ?? 0);
    for (const part of unknown) if (part.last <= after) device.recoverSealed(part);
    const open = unknown.filter(({ last }) => last > after);
    const [first, second] = open;
    if (first === undefined) return [];
    const all =
      second === undefined
        ? first
        : {
            count: first.count + second.count,
            bytes: first.bytes + second.bytes,
            first: Math.min(first.first, second.first),
            last: Math.max(first.last, second.last),
            minTime: Math.min(first.minTime, second.minTime),
            maxTime: Math.max(first.maxTime, second.maxTime),
            sequences: first.sequences,
          };
    device.recover(all, now);
    if (second !== undefined) device.known.addAll(second.sequences);
    return [{ number, after, through: mark.through, count: all.count, bytes: all.bytes }];
  });
}

function columnsOf(earlier: readonly Earlier[]): EarlierDevices {
  return {
    numbers: Int32Array.from(earlier, ({ number }) => number),
    after: Float64Array.from(earlier, ({ after }) => after),
    through: Float64Array.from(earlier, ({ through }) => through),
    counts: Int32Array.from(earlier, ({ count }) => count),
    bytes: Float64Array.from(earlier, ({ bytes }) => bytes),
  };
}

interface Batch {
  readonly batch: number;
  readonly data: Uint8Array;
  /** By group: the batch up to which its mark tells of frames. */
  readonly throughs: readonly number[];
  readonly now: number;
}

/**
 * There are millions of frames: no object is made for any of them, and of their heads only what counts is read.
 * @returns false when it does not fit the names
 */
function replayBatch({ batch, data, throughs, now }: Batch, { devices, dictionaries, sealed }: ReplayParts): boolean {
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
    if (batch <= device.sealed || batch <= (throughs[groupOf(number)] ?? 0) || device.known.has(frame.sequence))
      continue;
    const record = data.subarray(start, end);
    if (batch <= (sealed.get(number) ?? 0)) device.wasSealed(record, frame);
    else device.join(record, frame, batch, now);
  }
  return true;
}
