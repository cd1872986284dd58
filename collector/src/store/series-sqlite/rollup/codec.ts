/**
 * Roll-ups of one device. Format 1:
 *
 *     format (one byte, 1) · length of a bucket (varint, ms) · buckets (varint) · series a group at most (one byte) ·
 *     series numbers (block/series-list.ts) · starts: a group of one column · the series' folds (folds.ts) in groups
 *
 * Groups as in block/columns.ts. What is read equals what was written bit for bit. No checksum: the row has it.
 */
import { ByteSink, ByteSource } from '../block/bytes.ts';
import { readAll, readGroups, writeGroups } from '../block/columns.ts';
import { mostRows } from '../block/rows.ts';
import { placesOf, readSeries, writeSeries } from '../block/series-list.ts';
import type { Buckets, Folds } from './buckets.ts';
import { readFolds, writeFolds } from './folds.ts';

const format = 1;
/** Series that are compressed together: more is smaller, fewer is quicker when one is read. */
const groupSeries = 16;

const sink = new ByteSink();

/** @param seriesAGroup 1 to 255 */
export function encodeBuckets(buckets: Buckets, seriesAGroup = groupSeries): Buffer {
  const { length, starts, series, decimals, folds } = buckets;
  sink.at = 0;
  sink.byte(format);
  sink.varint(length);
  sink.varint(starts.length);
  sink.byte(seriesAGroup);
  writeSeries(series, sink);
  writeGroups(1, 1, (_, into) => into.put(starts, 0), sink);
  const write = (i: number, into: Parameters<typeof writeFolds>[2]) =>
    writeFolds(folds[i] as Folds, decimals[i] as number, into);
  writeGroups(folds.length, seriesAGroup, write, sink);
  return Buffer.from(sink.written());
}

/**
 * @param want series numbers, ascending; those that are not in it are left out. Absent: all.
 * @throws Error for a format this version does not know, or if the data is damaged in a way that shows
 */
export function decodeBuckets(data: Uint8Array, want?: Int32Array): Buckets {
  const source = new ByteSource(data);
  const written = source.byte();
  if (written !== format) {
    throw new Error(`A roll-up is stored in format ${written}, which this version cannot read: it reads ${format}.`);
  }
  const length = source.varint();
  const count = source.count(mostRows);
  const seriesAGroup = source.byte();
  const series = readSeries(source);
  const [starts] = readAll(source, 1, count) as [Float64Array];
  const places = want === undefined ? Int32Array.from(series.keys()) : placesOf(series, want);
  const folds: Folds[] = [];
  const decimals: number[] = [];
  readGroups(source, series.length, seriesAGroup, places, (_, reader, wanted) => {
    const found = readFolds(reader, count, wanted);
    if (found === undefined) return;
    folds.push(found.folds);
    decimals.push(found.decimals);
  });
  return {
    length,
    starts,
    series: Int32Array.from(places, (place) => series[place] as number),
    decimals: Uint8Array.from(decimals),
    folds,
  };
}
