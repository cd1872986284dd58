/**
 * Columns of equal length in groups, so that a few are read without the rest. Shared by blocks and roll-ups.
 *
 *     directory: for each group: length packed, length unpacked (varints)
 *     then the packed groups, one after the other
 *     a group, unpacked: length of heads (varint) · heads · bodies, each in the order of the columns (column.ts)
 *
 * A packed group is a zstd frame, or the bytes themselves if both lengths are the same.
 */
import { ByteSink, ByteSource } from './bytes.ts';
import { readColumn, readHead } from './column-decoder.ts';
import { encodeColumn } from './column-encoder.ts';
import { compress, decompress } from './compression.ts';

export interface Column {
  /** NaN: absent. */
  readonly values: Float64Array;
  /** Digits after the point that the values probably have, 0 to 4. */
  readonly decimals: number;
}

const heads = new ByteSink();
const bodies = new ByteSink();
const group = new ByteSink();

/** @param most columns in a group */
export function writeColumns(columns: readonly Column[], most: number, sink: ByteSink): void {
  const packed: Uint8Array[] = [];
  for (const [first, end] of groupsOf(columns.length, most)) {
    heads.at = 0;
    bodies.at = 0;
    group.at = 0;
    for (let i = first; i < end; i++) {
      const { values, decimals } = columns[i] as Column;
      encodeColumn(values, decimals, heads, bodies);
    }
    group.varint(heads.at);
    group.put(heads.written());
    group.put(bodies.written());
    const one = compress(group.written());
    packed.push(one);
    sink.varint(one.length);
    sink.varint(group.at);
  }
  for (const one of packed) sink.put(one);
}

/**
 * Reads what `writeColumns` wrote with the same number of columns and `most`. @param want places of columns, ascending
 * @throws Error if the data is damaged
 */
export function readColumns(source: ByteSource, rows: number, count: number, most: number, want: Int32Array): Column[] {
  const groups = groupsOf(count, most).map(([first, end]) => ({
    first,
    end,
    packed: source.varint(),
    length: source.varint(),
  }));
  const found: Column[] = [];
  let next = 0;
  for (const { first, end, packed, length } of groups) {
    const bytes = source.take(packed);
    const begin = next;
    while (next < want.length && (want[next] as number) < end) next++;
    if (next > begin) readGroup(decompress(bytes, length), rows, first, end, want.subarray(begin, next), found);
  }
  return found;
}

function readGroup(
  bytes: Uint8Array,
  rows: number,
  first: number,
  end: number,
  want: Int32Array,
  found: Column[],
): void {
  const source = new ByteSource(bytes);
  let body = source.varint();
  body += source.at;
  let next = 0;
  for (let place = first; place < end && next < want.length; place++) {
    const head = readHead(source, rows);
    if (want[next] === place) {
      const values = new Float64Array(rows);
      readColumn(head, bytes, body, values);
      found.push({ values, decimals: head.decimals });
      next++;
    }
    body += head.bodyLength;
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
