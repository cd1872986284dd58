/**
 * Things made of columns, in groups, so that a few are read without the rest. Shared by blocks and roll-ups.
 *
 *     directory: for each group: length packed, length unpacked (varints)
 *     then the packed groups, one after the other
 *     a group, unpacked: length of heads (varint) · heads · bodies, each in the order of the columns (column.ts)
 *
 * A packed group is a zstd frame, or the bytes themselves if both lengths are the same.
 */
import { ByteSink, ByteSource } from './bytes.ts';
import { type ColumnHead, readColumn, readHead } from './column-decoder.ts';
import { encodeColumn } from './column-encoder.ts';
import { compress, decompress } from './compression.ts';

/** Puts columns behind each other. */
export class ColumnWriter {
  /** For what else a thing says of itself: read with `ColumnReader.heads` at the same place. */
  readonly heads = new ByteSink();
  readonly bodies = new ByteSink();

  /** @param decimals digits after the point that the values probably have, 0 to 4. NaN is absence. */
  put(values: Float64Array, decimals: number): void {
    encodeColumn(values, decimals, this.heads, this.bodies);
  }
}

/** Reads columns in the order in which they were put. */
export class ColumnReader {
  readonly heads: ByteSource;
  #body: number;

  constructor(group: Uint8Array) {
    this.heads = new ByteSource(group);
    const length = this.heads.varint();
    this.#body = this.heads.at + length;
  }

  /** The next column. @throws RangeError if it is damaged */
  read(rows: number): { readonly values: Float64Array; readonly decimals: number } {
    const start = this.#body;
    const head = this.skip(rows);
    const values = new Float64Array(rows);
    readColumn(head, this.heads.bytes, start, values);
    return { values, decimals: head.decimals };
  }

  skip(rows: number): ColumnHead {
    const head = readHead(this.heads, rows);
    this.#body += head.bodyLength;
    return head;
  }
}

const writer = new ColumnWriter();
const group = new ByteSink();

/** @param most things in a group @param write puts the thing at a place */
export function writeGroups(
  count: number,
  most: number,
  write: (place: number, into: ColumnWriter) => void,
  sink: ByteSink,
): void {
  const packed: Uint8Array[] = [];
  for (const [first, end] of groupsOf(count, most)) {
    writer.heads.at = 0;
    writer.bodies.at = 0;
    group.at = 0;
    for (let place = first; place < end; place++) write(place, writer);
    group.varint(writer.heads.at);
    group.put(writer.heads.written());
    group.put(writer.bodies.written());
    const one = compress(group.written());
    packed.push(one);
    sink.varint(one.length);
    sink.varint(group.at);
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
  const directory = groupsOf(count, most).map(
    ([first, end]) => [first, end, source.varint(), source.varint()] as const,
  );
  let next = 0;
  for (const [first, end, packed, length] of directory) {
    const bytes = source.take(packed);
    if (!(next < want.length && (want[next] as number) < end)) continue;
    const reader = new ColumnReader(decompress(bytes, length));
    for (let place = first; place < end && next < want.length; place++) {
      const wanted = want[next] === place;
      read(place, reader, wanted);
      if (wanted) next++;
      if ((want[next] ?? end) >= end) break;
    }
  }
}

/** Groups of as equal a size as may be, none over `most`. */
function groupsOf(count: number, most: number): [first: number, end: number][] {
  const groups = Math.ceil(count / most);
  return Array.from({ length: groups }, (_, i) => [
    Math.floor((i * count) / groups),
    Math.floor(((i + 1) * count) / groups),
  ]);
}

/** Columns as things of one column each. */
export function readAll(source: ByteSource, count: number, rows: number): Float64Array[] {
  const found: Float64Array[] = [];
  const every = Int32Array.from({ length: count }, (_, i) => i);
  readGroups(source, count, count, every, (_, reader) => found.push(reader.read(rows).values));
  return found;
}
