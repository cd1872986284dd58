// pure
import { ByteCursor, type GrowingBytes, writeVarint } from './bytes.ts';
import { writeValues } from './frame-values.ts';

/**
 * One frame as bytes, readable without any other: how it lies in the journal, and in memory until it is sealed.
 *
 *     length of what follows (varint) · sequence (varint) · time (varint, zigzag) · shift (varint, zigzag) · offset (varint, zigzag) ·
 *     dictionary (varint) · length of values (varint) · values (frame-values.ts) · tables (varint), each:
 *     length of name (varint) · name (UTF-8) · length (varint) · rows (table-rows.ts)
 *
 * Only tables that are to be kept are in it. The two lengths may have a byte more than they need.
 */
export interface FrameHead {
  readonly sequence: number;
  readonly time: number;
  readonly shift: number;
  readonly offset: number;
  readonly dictionary: number;
  /** Where the values begin and end. */
  readonly values: { readonly start: number; readonly end: number };
  /** Where the number of tables stands. */
  readonly tables: number;
  /** Where the next record begins. */
  readonly next: number;
}

export interface FrameToRecord {
  readonly sequence: number;
  readonly time: number;
  readonly shift: number;
  readonly offset: number;
  /** Its number in the catalogue. */
  readonly dictionary: number;
  readonly decimals: Uint8Array;
  /** As many as the dictionary has columns, or fewer. */
  readonly values: Float64Array;
  /** Those that are to be kept; `rows` as in table-rows.ts. */
  readonly tables: readonly { readonly name: string; readonly rows: Uint8Array }[];
}

/** Writes one record at the end of `out`. */
export function encodeRecord(out: GrowingBytes, frame: FrameToRecord): void {
  const whole = beginLength(out);
  out.varint(frame.sequence);
  out.zigzag(frame.time);
  out.zigzag(frame.shift);
  out.zigzag(frame.offset);
  out.varint(frame.dictionary);
  const values = beginLength(out);
  writeValues(out, frame.values, frame.decimals, Math.min(frame.values.length, frame.decimals.length));
  endLength(out, values);
  out.varint(frame.tables.length);
  for (const { name, rows } of frame.tables) {
    out.text(name);
    out.varint(rows.length);
    out.add(rows);
  }
  endLength(out, whole);
}

const lengthBytes = 2;

function beginLength(out: GrowingBytes): number {
  out.reserve(lengthBytes);
  out.length += lengthBytes;
  return out.length;
}

/** Two bytes are left for a length, which is right for nearly all; what follows makes room for a longer one. */
function endLength(out: GrowingBytes, start: number): void {
  const length = out.length - start;
  if (length < 0x4000) {
    out.bytes[start - 2] = (length & 0x7f) | 0x80;
    out.bytes[start - 1] = length >>> 7;
    return;
  }
  const more = (length < 0x200000 ? 3 : length < 0x10000000 ? 4 : 5) - lengthBytes;
  out.reserve(more);
  out.bytes.copyWithin(start + more, start, out.length);
  out.length += more;
  writeVarint(out.bytes, start - lengthBytes, length);
}

/** Reads all but the values and tables of the record that begins at `at`. */
export function readHead(bytes: Uint8Array, at: number): FrameHead {
  return headAt(new ByteCursor(bytes, at));
}

/** The same at a cursor, which is then anywhere. */
export function headAt(cursor: ByteCursor): FrameHead {
  const length = cursor.varint();
  const next = cursor.at + length;
  const sequence = cursor.varint();
  const time = cursor.zigzag();
  const shift = cursor.zigzag();
  const offset = cursor.zigzag();
  const dictionary = cursor.varint();
  const valuesLength = cursor.varint();
  const start = cursor.at;
  const end = start + valuesLength;
  return { sequence, time, shift, offset, dictionary, values: { start, end }, tables: end, next };
}

/** The heads of records that lie one after the other. */
export function headsOf(records: Uint8Array): FrameHead[] {
  const heads: FrameHead[] = [];
  const cursor = new ByteCursor(records);
  for (let at = 0; at < records.length;) {
    cursor.at = at;
    const head = headAt(cursor);
    heads.push(head);
    at = head.next;
  }
  return heads;
}
