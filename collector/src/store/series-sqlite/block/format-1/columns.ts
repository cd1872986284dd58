/**
 * Things made of columns, in groups, so that a few are read without the rest: blocks and roll-ups as they were in format 1.
 *
 *     directory: for each group: length packed, length unpacked, length of bits (varints, bytes)
 *     for each group, one after the other: packed · bits
 *     a group, unpacked: length of heads (varint) · heads · bodies; these and bits in the order of the columns (column.ts)
 *
 * A packed group is a zstd frame, or the bytes themselves if both lengths are the same. Bits are noise, which nothing makes smaller.
 */
import { ByteSource } from '../bytes.ts';
import { decompress } from '../compression.ts';
import { zeros } from '../doubles.ts';
import { type ColumnSource, readColumn, skipColumn } from './column-decoder.ts';
import { readHead } from './column-head.ts';

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

/**
 * Reads groups of `count` things, none over `most`. `read` gets each place up to the last wanted one of a group,
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
