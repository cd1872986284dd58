/**
 * Roll-ups of one device. Format 2 (format-1/pieces.ts is read as well):
 *
 *     format (one byte, 2) · length of a bucket (varint, ms) · buckets (varint) · series numbers (block/series-list.ts) ·
 *     starts: a column (block/column.ts) · the series' folds (folds-list.ts)
 *
 * What is read equals what was written bit for bit. No checksum: the row has it.
 */
import { ByteSink, ByteSource } from '../block/bytes.ts';
import { readColumn } from '../block/column-decoder.ts';
import { encodeColumn } from '../block/column-encoder.ts';
import { zeros } from '../block/doubles.ts';
import { readAll } from '../block/format-1/columns.ts';
import { mostRows } from '../block/rows.ts';
import { placesOf, readSeries, writeSeries } from '../block/series-list.ts';
import type { Buckets } from './buckets.ts';
import { entriesOf, type Entry, readList, writeList } from './folds-list.ts';
import { readFolds1 } from './format-1/pieces.ts';

const format = 2;

const sink = new ByteSink();

export function encodeBuckets({ length, starts, series, decimals, folds }: Buckets): Buffer {
  sink.at = 0;
  sink.byte(format);
  sink.varint(length);
  sink.varint(starts.length);
  writeSeries(series, sink);
  encodeColumn(starts, 0, sink);
  writeList(folds, decimals, sink);
  return Buffer.from(sink.written());
}

/**
 * @param want series numbers, ascending; those that are not in it are left out. Absent: all.
 * @throws Error for a format this version does not know, or if the data is damaged in a way that shows
 */
export function decodeBuckets(data: Uint8Array, want?: Int32Array): Buckets {
  const source = new ByteSource(data);
  const written = source.byte();
  if (written !== 1 && written !== format) {
    throw new Error(
      `A roll-up is stored in format ${written}, which this version cannot read: it reads 1 and ${format}.`,
    );
  }
  const length = source.varint();
  const count = source.count(mostRows);
  const seriesAGroup = written === 1 ? source.byte() : 0;
  const all = readSeries(source);
  const places = want === undefined ? Int32Array.from(all.keys()) : placesOf(all, want);
  const starts = written === 1 ? (readAll(source, 1, count)[0] as Float64Array) : zeros(count);
  if (written === format) readColumn(source, starts);
  const { folds, decimals } =
    written === 1
      ? readFolds1(source, all.length, seriesAGroup, count, places)
      : readList(source, all.length, count, places);
  const series = want === undefined ? all : Int32Array.from(places, (place) => all[place] as number);
  return { length, starts, series, decimals: Uint8Array.from(decimals), folds };
}

/** What a piece holds, to be written elsewhere as it is. */
export interface OpenBuckets {
  readonly starts: Float64Array;
  readonly series: Int32Array;
  /** Of the series at a place. */
  readonly entry: (place: number) => Entry;
}

/** @returns null for format 1. @throws Error as `decodeBuckets` */
export function openBuckets(data: Uint8Array): OpenBuckets | null {
  if (data[0] !== format) return null;
  const source = new ByteSource(data, 1);
  source.varint();
  const count = source.count(mostRows);
  const series = readSeries(source);
  const starts = zeros(count);
  readColumn(source, starts);
  return { starts, series, entry: entriesOf(source, series.length, count) };
}
