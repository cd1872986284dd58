/**
 * One series of many devices over one span, in buckets of five minutes. Format 1:
 *
 *     format (one byte, 1) · buckets (varint) · start (varint, zigzag) · devices a group at most (one byte) ·
 *     device numbers (block/series-list.ts) · the devices' folds (folds.ts) in groups (block/columns.ts)
 *
 * What is read equals what was written bit for bit. No checksum: the row has it.
 */
import { ByteSink, ByteSource } from '../block/bytes.ts';
import { readGroups, writeGroups } from '../block/columns.ts';
import { mostRows } from '../block/rows.ts';
import { placesOf, readSeries, writeSeries } from '../block/series-list.ts';
import type { Folds } from './buckets.ts';
import { readFolds, writeFolds } from './folds.ts';

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

const format = 1;
const groupDevices = 64;

const sink = new ByteSink();

/** @param devicesAGroup 1 to 255 */
export function encodeFleet(rows: FleetRows, devicesAGroup = groupDevices): Buffer {
  const { start, devices, decimals, folds } = rows;
  sink.at = 0;
  sink.byte(format);
  sink.varint(folds[0]?.count.length ?? 0);
  sink.zigzag(start);
  sink.byte(devicesAGroup);
  writeSeries(devices, sink);
  const write = (i: number, into: Parameters<typeof writeFolds>[2]) =>
    writeFolds(folds[i] as Folds, decimals[i] as number, into);
  writeGroups(folds.length, devicesAGroup, write, sink);
  return Buffer.from(sink.written());
}

/**
 * @param want device numbers, ascending; those that are not in it are left out. Absent: all.
 * @throws Error for a format this version does not know, or if the data is damaged in a way that shows
 */
export function decodeFleet(data: Uint8Array, want?: Int32Array): FleetRows {
  const source = new ByteSource(data);
  const written = source.byte();
  if (written !== format) {
    throw new Error(`A fleet row is stored in format ${written}, which this version cannot read: it reads ${format}.`);
  }
  const buckets = source.count(mostRows);
  const start = source.zigzag();
  const devicesAGroup = source.byte();
  const devices = readSeries(source);
  const places = want === undefined ? Int32Array.from(devices.keys()) : placesOf(devices, want);
  const folds: Folds[] = [];
  const decimals: number[] = [];
  readGroups(source, devices.length, devicesAGroup, places, (_, reader, wanted) => {
    const found = readFolds(reader, buckets, wanted);
    if (found === undefined) return;
    folds.push(found.folds);
    decimals.push(found.decimals);
  });
  const found = Int32Array.from(places, (place) => devices[place] as number);
  return { start, devices: found, decimals: Uint8Array.from(decimals), folds };
}
