/** Bytes to frames; docs/protocol.md, "Frames", tells the format byte by byte. */
import { FettleError } from '../errors.ts';
import type { Dictionary, Frame } from './frame.ts';
import { frameTypes, timeLimit } from './frame-encoder.ts';
import { limits } from './limits.ts';
import type { DictionaryMessage } from './messages.ts';
import { readValue } from './scaled.ts';
import { TableDecoder } from './table-decoder.ts';
import { ByteReader, malformed, unzigzag } from './varint.ts';

export interface FrameDecoder {
  /**
   * Takes the series of the frames to come. @returns the whole dictionary, shared by all those frames
   * @throws FettleError `message_malformed`, `series_limit`
   */
  dictionary(message: DictionaryMessage): Dictionary;
  /**
   * One frame out of one binary message; one decoder for one connection, in the order of arrival.
   * Memory is taken only for what the bytes can hold. The values are the caller's; who keeps them for long copies them, for
   * they share their memory with those of other frames.
   * @throws FettleError `frame_malformed`, `frame_value_invalid`, `frame_time_invalid`, `series_limit`, `name_too_long`;
   * after that only a key frame is understood
   */
  decode(bytes: Uint8Array): Frame;
  /** Frames were passed over: a key frame must come next. */
  forget(): void;
}

interface Known {
  readonly id: number;
  readonly dictionary: Dictionary;
  readonly decimals: Uint8Array;
}

interface Received {
  readonly values: Float64Array;
  readonly bases: Float64Array;
  /** One bit a column; used again for every frame. */
  readonly changed: Uint8Array;
  sequence: number;
  time: number;
  offset: number;
}

/** @param share gives the same object for every dictionary that is the same, where many connections have one */
export function createFrameDecoder(share = (dictionary: Dictionary): Dictionary => dictionary): FrameDecoder {
  const tables = new TableDecoder();
  let known: Known | undefined;
  let received: Received | undefined;

  return {
    dictionary(message) {
      known = nextDictionary(known, message, share);
      received = undefined;
      return known.dictionary;
    },
    decode(bytes) {
      const reader = new ByteReader(bytes);
      // Taken away until the frame is whole, so that nothing builds upon half a frame.
      const before = received;
      received = undefined;
      const type = reader.varint();
      if (type !== frameTypes.key && type !== frameTypes.delta) throw malformed(`${type} is no type of frame`);
      if (known === undefined) throw malformed('no dictionary came before it');
      if (type === frameTypes.key) tables.forget();
      const now = type === frameTypes.key ? readKey(reader, known) : readDelta(reader, known, before);
      const { sequence, time, offset } = checkedHead(now);
      const frame = { sequence, time, offset, values: copyOf(now.values), tables: tables.read(reader) };
      if (reader.left > 0) throw malformed(`${reader.left} bytes are left over`);
      received = now;
      return frame;
    },
    forget() {
      received = undefined;
    },
  };
}

/** Values of many frames lie in one piece of memory: taking one for each would cost more than reading them. */
const pieceBytes = 64 * 1024;
let piece = new ArrayBuffer(0);
let taken = 0;

function copyOf(values: Float64Array): Float64Array {
  const bytes = values.byteLength;
  if (bytes > pieceBytes / 8) return values.slice();
  if (taken + bytes > piece.byteLength) {
    piece = new ArrayBuffer(pieceBytes);
    taken = 0;
  }
  const copy = new Float64Array(piece, taken, values.length);
  copy.set(values);
  taken += bytes;
  return copy;
}

function checkedHead(received: Received): Received {
  const { sequence, time, offset } = received;
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw malformed('its sequence is out of range');
  if (time < 0 || time > timeLimit) {
    throw new FettleError('frame_time_invalid', `A frame’s time is ${time} ms, which is before 1970 or too far ahead.`);
  }
  if (Math.abs(offset) > timeLimit) throw new FettleError('frame_time_invalid', 'A frame’s clock offset is too large.');
  return received;
}

function readKey(reader: ByteReader, { id, dictionary, decimals }: Known): Received {
  const named = reader.varint();
  if (named !== id) throw malformed(`it names dictionary ${named}, the newest is ${id}`);
  const sequence = reader.varint();
  const time = unzigzag(reader.varint());
  const offset = unzigzag(reader.varint());
  const count = reader.varint();
  if (count > limits.series) throw new FettleError('series_limit');
  const { length } = dictionary.series;
  if (count > length) throw malformed(`it has ${count} values, the dictionary ${length} series`);
  if (count > reader.left) throw malformed('it ends too early');
  const values = new Float64Array(count);
  const bases = new Float64Array(count);
  for (let i = 0; i < count; i++) readValue(reader, i, decimals[i] ?? 0, values, bases);
  return { values, bases, changed: new Uint8Array(Math.ceil(count / 8)), sequence, time, offset };
}

function readDelta(reader: ByteReader, { decimals }: Known, before: Received | undefined): Received {
  if (before === undefined) throw malformed('a delta frame came without a key frame before it');
  const { values, bases, changed } = before;
  const step = reader.varint();
  if (step < 1) throw malformed('its sequence does not count up');
  before.sequence += step;
  before.time += unzigzag(reader.varint());
  before.offset += unzigzag(reader.varint());
  reader.sparseBitmap(changed, values.length);
  for (let byte = 0; byte < changed.length; byte++) {
    for (let bits = changed[byte] ?? 0; bits !== 0; bits &= bits - 1) {
      const column = byte * 8 + 31 - Math.clz32(bits & -bits);
      readValue(reader, column, decimals[column] ?? 0, values, bases);
    }
  }
  return before;
}

function nextDictionary(
  before: Known | undefined,
  { id, series, keep = 0 }: DictionaryMessage,
  share: (dictionary: Dictionary) => Dictionary,
): Known {
  const refuse = (why: string) => new FettleError('message_malformed', `A dictionary message is wrong: ${why}.`);
  if (before !== undefined && id <= before.id) throw refuse('its id does not count up');
  const kept = before?.dictionary.series ?? [];
  if (keep > kept.length) throw refuse(`it keeps ${keep} columns of ${kept.length}`);
  if (keep + series.length > limits.series) throw new FettleError('series_limit');
  const dictionary = share({ series: keep === 0 ? series : [...kept.slice(0, keep), ...series] });
  return { id, dictionary, decimals: Uint8Array.from(dictionary.series, ({ decimals }) => decimals) };
}
