/**
 * Rows of one device as a block. Format 1:
 *
 *     format (one byte, 1) · rows (varint) · time of the first row (varint, zigzag) · of the last less the first (varint, zigzag) ·
 *     columns a group at most (one byte) · series numbers (series-list.ts) · length of key columns (varint) ·
 *     key columns: times, sequences, shifts, offsets in one group (columns.ts) · the series' columns in groups (columns.ts)
 *
 * What is read equals what was written bit for bit, for every double; NaN is absence. No checksum: the row has it.
 */
import { mostRows, type Rows } from './rows.ts';
import { ByteSink, ByteSource } from './bytes.ts';
import { type ColumnWriter, readAll, readGroups, writeGroups } from './columns.ts';
import { compress } from './compression.ts';
import { placesOf, readSeries, writeSeries } from './series-list.ts';

const format = 1;
/** Columns that are compressed together: more is smaller, fewer is quicker when one is read. */
const groupColumns = (rows: number): number => (rows < 256 ? 64 : 16);
const keys = 4;

export interface RowsHead {
  readonly count: number;
  /** Times of the first and the last row, ms since 1970; 0 without rows. */
  readonly first: number;
  readonly last: number;
  readonly series: Int32Array;
}

const sink = new ByteSink();
const keySink = new ByteSink();

/** @param columnsAGroup 1 to 255 @param pack `leave`: a quarter more bytes, in two thirds of the time */
export function encodeRows(rows: Rows, columnsAGroup = groupColumns(rows.count), pack = compress): Buffer {
  const { count, times, series, decimals } = rows;
  sink.at = 0;
  keySink.at = 0;
  sink.byte(format);
  sink.varint(count);
  sink.zigzag(times[0] ?? 0);
  sink.zigzag((times[count - 1] ?? 0) - (times[0] ?? 0));
  sink.byte(columnsAGroup);
  writeSeries(series, sink);
  const keyColumns = [times, rows.sequences, rows.shifts, rows.offsets];
  writeGroups(keys, keys, (i, into) => into.put(keyColumns[i] as Float64Array, 0), keySink, pack);
  sink.varint(keySink.at);
  sink.put(keySink.written());
  const put = (i: number, into: ColumnWriter) => into.put(rows.columns[i] as Float64Array, decimals[i] as number);
  writeGroups(rows.columns.length, columnsAGroup, put, sink, pack);
  return Buffer.from(sink.written());
}

/** What stands before the columns. @throws Error for a format this version does not know */
export function rowsHead(data: Uint8Array): RowsHead {
  return readRowsHead(new ByteSource(data)).head;
}

function readRowsHead(source: ByteSource): { head: RowsHead; columnsAGroup: number } {
  const written = source.byte();
  if (written !== format) {
    throw new Error(`A block is stored in format ${written}, which this version cannot read: it reads ${format}.`);
  }
  const count = source.count(mostRows);
  const first = source.zigzag();
  const last = first + source.zigzag();
  const columnsAGroup = source.byte();
  return { head: { count, first, last, series: readSeries(source) }, columnsAGroup };
}

/**
 * @param want series numbers, ascending; those that are not in the block are left out. Absent: all.
 * @throws Error for a format this version does not know, or if the data is damaged in a way that shows
 */
export function decodeRows(data: Uint8Array, want?: Int32Array): Rows {
  const source = new ByteSource(data);
  const { head, columnsAGroup } = readRowsHead(source);
  const { count, series } = head;
  source.varint();
  const [times, sequences, shifts, offsets] = readAll(source, keys, count) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const places = want === undefined ? Int32Array.from(series.keys()) : placesOf(series, want);
  const decimals: number[] = [];
  const columns: Float64Array[] = [];
  readGroups(source, series.length, columnsAGroup, places, (_, reader, wanted) => {
    if (!wanted) {
      reader.skip(count);
      return;
    }
    const column = reader.read(count);
    decimals.push(column.decimals);
    columns.push(column.values);
  });
  return {
    count,
    times,
    sequences,
    shifts,
    offsets,
    series: Int32Array.from(places, (place) => series[place] as number),
    decimals: Uint8Array.from(decimals),
    columns,
  };
}
