/**
 * Rows of one device as a block. Format 2 (format-1/rows.ts is read as well):
 *
 *     format (one byte, 2) · rows (varint) · time of the first row (varint, zigzag) · of the last less the first (varint, zigzag) ·
 *     series numbers (series-list.ts) · length of each column (varints) ·
 *     columns (column.ts): times, sequences, shifts, offsets, then the series' · four zeros
 *
 * So any column is read without the others. What is read equals what was written bit for bit, for every double; NaN is absence.
 * No checksum: the row has it.
 */
import { ByteSink, ByteSource } from './bytes.ts';
import { readColumn } from './column-decoder.ts';
import { encodeColumn } from './column-encoder.ts';
import { zeros } from './doubles.ts';
import { readColumns1 } from './format-1/rows.ts';
import { type FoundColumns, keys, mostRows, type Rows } from './rows.ts';
import { placesOf, readSeries, writeSeries } from './series-list.ts';

const format = 2;
/** Bits are read in words. */
const behind = 4;

export interface RowsHead {
  readonly count: number;
  /** Times of the first and the last row, ms since 1970; 0 without rows. */
  readonly first: number;
  readonly last: number;
  readonly series: Int32Array;
}

/** Puts a block together, column by column: times, sequences, shifts, offsets, then one for each series. */
export class BlockWriter {
  /** Where the next column is written; `columnDone` follows. */
  readonly columns = new ByteSink();
  readonly #head = new ByteSink();
  #begun = 0;

  begin({ count, first, last, series }: RowsHead): void {
    this.columns.at = 0;
    this.#begun = 0;
    const head = this.#head;
    head.at = 0;
    head.byte(format);
    head.varint(count);
    head.zigzag(first);
    head.zigzag(last - first);
    writeSeries(series, head);
  }

  columnDone(): void {
    this.#head.varint(this.columns.at - this.#begun);
    this.#begun = this.columns.at;
  }

  /** The block, as memory of its own. */
  end(): Buffer {
    const { columns } = this;
    const block = Buffer.allocUnsafe(this.#head.at + columns.at + behind);
    block.set(this.#head.written());
    block.set(columns.written(), this.#head.at);
    block.fill(0, block.length - behind);
    return block;
  }
}

const writer = new BlockWriter();

export function encodeRows(rows: Rows): Buffer {
  const { count, times, series, decimals, columns } = rows;
  writer.begin({ count, first: times[0] ?? 0, last: times[count - 1] ?? 0, series });
  for (const key of [times, rows.sequences, rows.shifts, rows.offsets]) {
    encodeColumn(key, 0, writer.columns);
    writer.columnDone();
  }
  for (let i = 0; i < columns.length; i++) {
    encodeColumn(columns[i] as Float64Array, decimals[i] as number, writer.columns);
    writer.columnDone();
  }
  return writer.end();
}

/** What stands before the columns. @throws Error for a format this version does not know */
export function rowsHead(data: Uint8Array): RowsHead {
  return readRowsHead(new ByteSource(data)).head;
}

/** @returns of format 1 its columns a group, of format 2 0 */
function readRowsHead(source: ByteSource): { head: RowsHead; columnsAGroup: number } {
  const written = source.byte();
  if (written !== 1 && written !== format) {
    throw new Error(
      `A block is stored in format ${written}, which this version cannot read: it reads 1 and ${format}.`,
    );
  }
  const count = source.count(mostRows);
  const first = source.zigzag();
  const last = first + source.zigzag();
  const columnsAGroup = written === 1 ? source.byte() : 0;
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
  const places = want === undefined ? Int32Array.from(series.keys()) : placesOf(series, want);
  const found =
    data[0] === format
      ? readColumns(source, series.length, count, places)
      : readColumns1(source, columnsAGroup, series.length, count, places);
  const [times, sequences, shifts, offsets] = found.keys as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    count,
    times,
    sequences,
    shifts,
    offsets,
    series: want === undefined ? series : Int32Array.from(places, (place) => series[place] as number),
    decimals: Uint8Array.from(found.decimals),
    columns: found.columns,
  };
}

function readColumns(source: ByteSource, all: number, count: number, places: Int32Array): FoundColumns {
  const starts = columnStarts(source, all);
  const found: FoundColumns = { keys: [], decimals: [], columns: [] };
  const read = (place: number) => {
    const values = zeros(count);
    source.at = starts[place] as number;
    const decimals = readColumn(source, values);
    if (source.at > (starts[place + 1] as number)) throw new RangeError('A stored column is damaged.');
    return { values, decimals };
  };
  for (let key = 0; key < keys; key++) found.keys.push(read(key).values);
  for (const place of places) {
    const { values, decimals } = read(keys + place);
    found.columns.push(values);
    found.decimals.push(decimals);
  }
  return found;
}

/** A block whose columns are read one by one, from the first on. */
export interface OpenBlock extends RowsHead {
  /** Stands at the first column, that of times; those of sequences, shifts, offsets and the series follow. */
  readonly source: ByteSource;
}

/** @returns null for another format */
export function openBlock(data: Uint8Array): OpenBlock | null {
  if (data[0] !== format) return null;
  const source = new ByteSource(data);
  const { head } = readRowsHead(source);
  source.at = columnStarts(source, head.series.length)[0] as number;
  return { ...head, source };
}

/** Where each column begins, the keys' first, and where the last ends. @throws RangeError if it is damaged */
function columnStarts(source: ByteSource, series: number): Float64Array {
  const starts = new Float64Array(keys + series + 1);
  let length = 0;
  for (let i = 1; i < starts.length; i++) starts[i] = length += source.varint();
  if (source.at + length + behind > source.bytes.length)
    throw new RangeError('Stored data ends too early: it is damaged.');
  for (let i = 0; i < starts.length; i++) starts[i] = (starts[i] as number) + source.at;
  return starts;
}
