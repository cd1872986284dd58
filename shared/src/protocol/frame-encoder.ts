/** Frames to bytes; docs/protocol.md, "Frames", tells the format byte by byte. */
import { FettleError } from '../errors.ts';
import type { Frame } from './frame.ts';
import { limits } from './limits.ts';
import { writeValue } from './scaled.ts';
import { TableEncoder } from './table-encoder.ts';
import { ByteWriter, zigzag } from './varint.ts';

export const frameTypes = { key: 1, delta: 2 } as const;

/** Times and offsets are whole milliseconds whose size is at most this (the year 73326). */
export const timeLimit = 2 ** 51;

export interface FrameEncoder {
  /**
   * The bytes of one frame; one encoder for one connection, in the order of sending. A key frame comes first, every
   * 10 minutes, after a change of dictionary and when sequence or time go back; others tell what changed.
   * @param dictionaryId the newest dictionary sent on this connection
   * @param decimals of its columns, at least as many as the frame has values
   * A row of a table that is the very same object as before is taken to be unchanged.
   * @throws FettleError `frame_malformed`, `frame_time_invalid`, `series_limit`, `name_too_long`: such a frame cannot be
   * sent; the encoder is as before
   */
  encode(frame: Frame, dictionaryId: number, decimals: Uint8Array): Uint8Array;
}

interface Sent {
  readonly dictionaryId: number;
  readonly keyTime: number;
  /** A value that was absent is NaN. */
  readonly values: Float64Array;
  /** The same values as pairs of whole numbers, which are compared without making a number of each. */
  readonly bits: Int32Array;
  readonly bases: Float64Array;
  /** One bit a column; used again for every frame. */
  readonly changed: Uint8Array;
  sequence: number;
  time: number;
  offset: number;
}

export function createFrameEncoder(): FrameEncoder {
  const writer = new ByteWriter();
  const tables = new TableEncoder();
  let sent: Sent | undefined;

  return {
    encode(frame, dictionaryId, decimals) {
      checkFrame(frame, decimals);
      tables.check(frame.tables);
      writer.clear();
      if (sent !== undefined && sent.dictionaryId === dictionaryId && follows(frame, sent, tables)) {
        writeDelta(writer, frame, sent, decimals);
      } else {
        tables.forget();
        sent = writeKey(writer, frame, dictionaryId, decimals);
      }
      tables.write(writer, frame.tables);
      return writer.copy();
    },
  };
}

/** Whether the frame can be told as a difference. */
function follows(frame: Frame, sent: Sent, tables: TableEncoder): boolean {
  return (
    frame.sequence > sent.sequence &&
    frame.values.length === sent.values.length &&
    frame.time >= sent.keyTime &&
    frame.time - sent.keyTime < limits.keyFrameMs &&
    tables.roomFor(frame.tables)
  );
}

function writeKey(writer: ByteWriter, frame: Frame, dictionaryId: number, decimals: Uint8Array): Sent {
  const { sequence, time, offset } = frame;
  const count = frame.values.length;
  writer.varint(frameTypes.key);
  writer.varint(dictionaryId);
  writer.varint(sequence);
  writer.varint(zigzag(time));
  writer.varint(zigzag(offset));
  writer.varint(count);
  const values = new Float64Array(count);
  const bases = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = finiteOrAbsent(frame.values[i]);
    bases[i] = writeValue(writer, value, decimals[i] ?? 0, 0);
    values[i] = value;
  }
  const changed = new Uint8Array(Math.ceil(count / 8));
  const bits = bitsOf(values);
  return { dictionaryId, keyTime: time, values, bits, bases, changed, sequence, time, offset };
}

function writeDelta(writer: ByteWriter, frame: Frame, sent: Sent, decimals: Uint8Array): void {
  const { values, bits, bases, changed } = sent;
  const now = bitsOf(frame.values);
  writer.varint(frameTypes.delta);
  writer.varint(frame.sequence - sent.sequence);
  writer.varint(zigzag(frame.time - sent.time));
  writer.varint(zigzag(frame.offset - sent.offset));
  changed.fill(0);
  for (let i = 0; i < values.length; i++) {
    if (now[2 * i] === bits[2 * i] && now[2 * i + 1] === bits[2 * i + 1]) continue;
    // What is not finite counts as absent, whatever its bits.
    if (!isFiniteAt(now, i) && !isFiniteAt(bits, i)) continue;
    changed[i >>> 3] = (changed[i >>> 3] ?? 0) | (1 << (i & 7));
  }
  writer.sparseBitmap(changed);
  for (let i = 0; i < values.length; i++) {
    if (((changed[i >>> 3] ?? 0) & (1 << (i & 7))) === 0) continue;
    if (isFiniteAt(now, i))
      bases[i] = writeValue(writer, frame.values[i] ?? Number.NaN, decimals[i] ?? 0, bases[i] ?? 0);
    else writer.varint(0);
    bits[2 * i] = now[2 * i] ?? 0;
    bits[2 * i + 1] = now[2 * i + 1] ?? 0;
  }
  sent.sequence = frame.sequence;
  sent.time = frame.time;
  sent.offset = frame.offset;
}

function bitsOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}

/** Whether the double with this index is finite, by the bits of its exponent: no number is made to look at it. */
function isFiniteAt(bits: Int32Array, index: number): boolean {
  return ((bits[2 * index + upper] ?? 0) & exponent) !== exponent;
}

const exponent = 0x7f_f0_00_00;
/** Which half of a double holds its exponent on this machine. */
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

function finiteOrAbsent(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}

function checkFrame({ sequence, time, offset, values }: Frame, decimals: Uint8Array): void {
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    throw new FettleError('frame_malformed', 'A frame cannot be encoded: its sequence is no whole number from 1.');
  }
  if (!Number.isSafeInteger(time) || time < 0 || time > timeLimit) throw new FettleError('frame_time_invalid');
  if (!Number.isSafeInteger(offset) || Math.abs(offset) > timeLimit) throw new FettleError('frame_time_invalid');
  if (values.length > limits.series) throw new FettleError('series_limit');
  if (values.length > decimals.length) {
    throw new FettleError('frame_malformed', 'A frame cannot be encoded: it has more values than its dictionary.');
  }
}
