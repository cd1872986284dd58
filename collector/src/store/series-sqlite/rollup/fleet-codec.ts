/**
 * One series of many devices over one span, in buckets of five minutes. Format 2 (format-1/pieces.ts is read as well):
 *
 *     format (one byte, 2) · buckets (varint) · start (varint, zigzag) · device numbers (block/series-list.ts) ·
 *     the devices' folds (folds-list.ts)
 *
 * What is read equals what was written bit for bit. No checksum: the row has it.
 */
import { ByteSink, ByteSource } from '../block/bytes.ts';
import { mostRows } from '../block/rows.ts';
import { placesOf, readSeries, writeSeries } from '../block/series-list.ts';
import type { Folds } from './buckets.ts';
import { entryOf, type Entry, readList, writeEntries } from './folds-list.ts';
import { readFolds1 } from './format-1/pieces.ts';

export interface FleetRows {
  /** Of the first bucket, ms since 1970; the others follow without a gap. */
  readonly start: number;
  /** Numbers of the catalogue, ascending, each once. */
  readonly devices: Int32Array;
  /** Digits after the point that the agents promised, one a device. */
  readonly decimals: Uint8Array;
  /** One a device; all of the same number of buckets: 24 for two hours. */
  readonly folds: readonly Folds[];
}

const format = 2;

const sink = new ByteSink();

export function encodeFleet({ start, devices, decimals, folds }: FleetRows): Buffer {
  return encodeFleetOf(
    start,
    devices,
    folds.map((one, i) => entryOf(one, decimals[i] as number)),
  );
}

/** @param entries one a device, all of the same number of buckets */
export function encodeFleetOf(start: number, devices: Int32Array, entries: readonly Entry[]): Buffer {
  sink.at = 0;
  sink.byte(format);
  sink.varint(entries[0]?.counts.length ?? 0);
  sink.zigzag(start);
  writeSeries(devices, sink);
  writeEntries(entries, sink);
  return Buffer.from(sink.written());
}

/**
 * @param want device numbers, ascending; those that are not in it are left out. Absent: all.
 * @throws Error for a format this version does not know, or if the data is damaged in a way that shows
 */
export function decodeFleet(data: Uint8Array, want?: Int32Array): FleetRows {
  const source = new ByteSource(data);
  const written = source.byte();
  if (written !== 1 && written !== format) {
    throw new Error(
      `A fleet row is stored in format ${written}, which this version cannot read: it reads 1 and ${format}.`,
    );
  }
  const buckets = source.count(mostRows);
  const start = source.zigzag();
  const devicesAGroup = written === 1 ? source.byte() : 0;
  const all = readSeries(source);
  const places = want === undefined ? Int32Array.from(all.keys()) : placesOf(all, want);
  const { folds, decimals } =
    written === 1
      ? readFolds1(source, all.length, devicesAGroup, buckets, places)
      : readList(source, all.length, buckets, places);
  const devices = Int32Array.from(places, (place) => all[place] as number);
  return { start, devices, decimals: Uint8Array.from(decimals), folds };
}
