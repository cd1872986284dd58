/**
 * Things made of columns, in groups, so that a few are read without the rest. Shared by blocks and roll-ups.
 *
 *     directory: for each group: length packed, length unpacked, length of bits (varints, bytes)
 *     for each group, one after the other: packed · bits
 *     a group, unpacked: length of heads (varint) · heads · bodies; these and bits in the order of the columns (column.ts)
 *
 * A packed group is a zstd frame, or the bytes themselves if both lengths are the same. Bits are noise, which nothing makes smaller.
 */
import { ByteSink, ByteSource } from './bytes.ts';
import { type ColumnSource, readColumn, skipColumn } from './column-decoder.ts';
import { readHead } from './column-head.ts';
import { encodeColumn } from './column-encoder.ts';
import { compress, decompress } from './compression.ts';
import { zeros } from './doubles.ts';
import { BitSink } from './symbols.ts';

/** Puts columns behind each other. */
export class ColumnWriter {
  /** For what else a thing says of itself: read with `ColumnReader.heads` at the same place. */
  readonly heads = new ByteSink();
  readonly bodies = new ByteSink();
  readonly bits = new BitSink();

  /** @param decimals digits after the point that the values probably have, 0 to 4. NaN is absence. */
  put(values: Float64Array, decimals: number): void {
    encodeColumn(values, decimals, this);
  }

  clear(): void {
    this.heads.at = 0;
    this.bodies.at = 0;
    this.bits.clear();
  }
}

/** Reads columns in the order in which they were put. */
export class ColumnReader {
  readonly heads: ByteSource;
  readonly #source: ColumnSource;

  constructor(group: Uint8Array, bits: Uint8Array) {
    this.heads = new ByteSource(group);
    const length = this.heads.varint();
    const padded = new Uint8Array(bits.length + 4);
    padded.set(bits);
    this.#source = { bytes: group, bits: padded, body: this.heads.at + length, bit: 0 };
  }

  /** The next column. @throws RangeError if it is damaged */
  read(rows: number): { readonly values: Float64Array; readonly decimals: number } {
    const head = readHead(this.heads, rows);
    const values = zeros(rows);
    readColumn(head, this.#source, values);
    return { values, decimals: head.decimals };
  }

  skip(rows: number): void {
    skipColumn(readHead(this.heads, rows), this.#source, rows);
  }
}

const writer = new ColumnWriter();
const group = new ByteSink();

/** @param most things in a group @param write puts the thing at a place @param pack of compression.ts */
export function writeGroups(
  count: number,
  most: number,
  write: (place: number, into: ColumnWriter) => void,
  sink: ByteSink,
  pack: (bytes: Uint8Array) => Buffer = compress,
): void {
  const packed: Uint8Array[] = [];
  for (const { first, end } of groupsOf(count, most)) {
    writer.clear();
    group.at = 0;
    for (let place = first; place < end; place++) write(place, writer);
    group.varint(writer.heads.at);
    group.put(writer.heads.written());
    group.put(writer.bodies.written());
    const one = pack(group.written());
    const bits = writer.bits.written().slice();
    packed.push(one, bits);
    sink.varint(one.length);
    sink.varint(group.at);
    sink.varint(bits.length);
  }
  for (const one of packed) sink.put(one);
}

/**
 * Reads what `writeGroups` wrote with the same `count` and `most`. `read` gets each place up to the last wanted one of a group,
 * in order, and whether it is wanted; if not, it has to skip it.
 * @param want ascending; places from `count` on are never reached
 * @throws Error if the data is damaged
 */
export function readGroups(
  source: ByteSource,
  count: number,
  most: number,
  want: Int32Array,
  read: (place: number, from: ColumnReader, wanted: boolean) => void,
): void {
  const directory = groupsOf(count, most).map((one) => ({
    ...one,
    packed: source.varint(),
    length: source.varint(),
    bits: source.varint(),
  }));
  let next = 0;
  for (const { first, end, packed, length, bits } of directory) {
    const bytes = source.take(packed);
    const noise = source.take(bits);
    if (!(next < want.length && (want[next] as number) < end)) continue;
    const reader = new ColumnReader(decompress(bytes, length), noise);
    for (let place = first; place < end && next < want.length; place++) {
      const wanted = want[next] === place;
      read(place, reader, wanted);
      if (wanted) next++;
      if ((want[next] ?? end) >= end) break;
    }
  }
}

/** Groups of as equal a size as may be, none over `most`. @throws RangeError if that is 0 */
function groupsOf(count: number, most: number): Group[] {
  if (most === 0 && count > 0) throw new RangeError('Stored groups are of nothing: the data is damaged.');
  const groups: Group[] = [];
  const all = Math.ceil(count / most);
  for (let i = 0; i < all; i++) {
    groups.push({ first: Math.floor((i * count) / all), end: Math.floor(((i + 1) * count) / all) });
  }
  return groups;
}

interface Group {
  readonly first: number;
  readonly end: number;
}

/** Columns as things of one column each. */
export function readAll(source: ByteSource, count: number, rows: number): Float64Array[] {
  const found: Float64Array[] = [];
  const every = Int32Array.from({ length: count }, (_, i) => i);
  readGroups(source, count, count, every, (_, reader) => found.push(reader.read(rows).values));
  return found;
}
