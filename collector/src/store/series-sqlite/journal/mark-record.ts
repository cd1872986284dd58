// pure
import { ByteCursor, GrowingBytes } from './bytes.ts';
import { readIntervals, writeIntervals } from './sequences.ts';

/** What is known of some open frames of a device without their records. */
export interface OpenFrames {
  readonly count: number;
  readonly bytes: number;
  /** The batches they are in: the first and the last. */
  readonly first: number;
  readonly last: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** Intervals of their sequence numbers. */
  readonly sequences: readonly number[];
}

export interface DeviceMark {
  readonly device: number;
  /** Those with the keeper apart from those that it does not have: a block holds all of a part or nothing. */
  readonly parts: readonly OpenFrames[];
  /** The record of its newest frame; null: none. */
  readonly newest: Uint8Array | null;
}

export interface Mark {
  /** It tells of frames of batches up to this. */
  readonly through: number;
  /** Those of the group that had open frames. */
  readonly devices: readonly DeviceMark[];
}

/**
 * The open frames of a group of devices as bytes:
 *
 *     through (varint) · devices (varint), each: number (varint) · parts (varint), each: count · bytes · first · last - first (varints) ·
 *     earliest and latest time (varints, zigzag) · intervals (sequences.ts) ·
 *     length of the newest record (varint; 0: none) · record (frame-record.ts)
 */
export function encodeMark({ through, devices }: Mark): Uint8Array {
  const out = new GrowingBytes(256 * (1 + devices.length));
  out.varint(through);
  out.varint(devices.length);
  for (const { device, parts, newest } of devices) {
    out.varint(device);
    out.varint(parts.length);
    for (const part of parts) {
      out.varint(part.count);
      out.varint(part.bytes);
      out.varint(part.first);
      out.varint(part.last - part.first);
      out.zigzag(part.minTime);
      out.zigzag(part.maxTime);
      writeIntervals(out, part.sequences);
    }
    out.varint(newest?.length ?? 0);
    if (newest !== null) out.add(newest);
  }
  return out.content;
}

export function decodeMark(content: Uint8Array): Mark {
  const cursor = new ByteCursor(content);
  const through = cursor.varint();
  const devices: DeviceMark[] = [];
  for (let left = cursor.varint(); left > 0; left--) devices.push(readDevice(cursor));
  return { through, devices };
}

function readDevice(cursor: ByteCursor): DeviceMark {
  const device = cursor.varint();
  const parts: OpenFrames[] = [];
  for (let left = cursor.varint(); left > 0; left--) parts.push(readPart(cursor));
  const length = cursor.varint();
  const newest = length === 0 ? null : cursor.bytes.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return { device, parts, newest };
}

function readPart(cursor: ByteCursor): OpenFrames {
  const count = cursor.varint();
  const bytes = cursor.varint();
  const first = cursor.varint();
  const last = first + cursor.varint();
  const minTime = cursor.zigzag();
  const maxTime = cursor.zigzag();
  return { count, bytes, first, last, minTime, maxTime, sequences: readIntervals(cursor) };
}
