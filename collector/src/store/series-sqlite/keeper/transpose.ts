import type { PeriodFiles, RollupFile } from '../files/files.ts';
import type { StoredPiece } from '../files/pieces.ts';
import { shardDevices, spanMs } from '../files/schema.ts';
import { bucketMs, type Buckets } from '../rollup/buckets.ts';
import { decodeBuckets } from '../rollup/codec.ts';
import { encodeFleet } from '../rollup/fleet-codec.ts';
import { cutBuckets } from './cut.ts';
import { spread } from './spread.ts';
import type { Rollups } from './rollups.ts';

/** Fewer devices than this are read one by one as quickly. */
const fewestDevices = 32;
/** Series of devices that are in memory at once: some 1 KB each. */
const mostSeries = 40_000;

interface DeviceBuckets {
  readonly device: number;
  readonly buckets: Buckets;
}

/**
 * Makes the fleet rows of a shard's span, if it has enough devices and its rows do not already tell of nearly all.
 * @returns whether something was written
 */
export function transpose(
  files: PeriodFiles,
  five: RollupFile,
  rollups: Rollups,
  span: number,
  shard: number,
): boolean {
  const { fleet, period } = five;
  if (fleet === null) return false;
  if (fleet.has(span, shard) && fleet.newer(span, shard).length < fewestDevices) return false;
  const first = shard * shardDevices;
  const pieces = five.pieces.together(first, first + shardDevices, span, span + spanMs);
  if (pieces.length < fewestDevices) return false;
  const whole: StoredPiece[] = [];
  const damaged: number[] = [];
  for (const piece of pieces) {
    if (rollups.isWhole(period.name, piece)) whole.push(piece);
    else damaged.push(piece.device);
  }
  const rows = [...rowsOf(whole, span)];
  files.write(period, () => {
    fleet.replace(span, shard, rows);
    for (const device of damaged) fleet.tellNewer(span, device);
  });
  return true;
}

/** A row a series. Where all together would fill the memory, some series at a time, each time read anew. */
function* rowsOf(pieces: readonly StoredPiece[], span: number): Generator<{ series: number; data: Buffer }> {
  const open = (want?: Int32Array): DeviceBuckets[] =>
    pieces.map(({ device, data }) => ({
      device,
      buckets: cutBuckets(decodeBuckets(data, want), span, span + spanMs),
    }));
  const all = new Set<number>();
  let count = 0;
  let kept: DeviceBuckets[] | null = [];
  for (const { device, data } of pieces) {
    const buckets = cutBuckets(decodeBuckets(data), span, span + spanMs);
    for (const series of buckets.series) all.add(series);
    count += buckets.series.length;
    if (count > mostSeries) kept = null;
    kept?.push({ device, buckets });
  }
  const sorted = Int32Array.from(all).toSorted();
  const atOnce = kept === null ? Math.max(1, Math.floor(mostSeries / pieces.length)) : Math.max(1, sorted.length);
  for (let at = 0; at < sorted.length; at += atOnce) {
    const want = sorted.subarray(at, at + atOnce);
    const opened = kept ?? open(want);
    const next = new Int32Array(opened.length);
    for (const series of want) {
      const data = rowOf(opened, next, series, span);
      if (data !== null) yield { series, data };
    }
  }
}

/** @param next of each device the place of its next series; series are asked for in ascending order */
function rowOf(opened: readonly DeviceBuckets[], next: Int32Array, series: number, start: number): Buffer | null {
  const devices: number[] = [];
  const decimals: number[] = [];
  const folds: Buckets['folds'][number][] = [];
  for (const [i, { device, buckets }] of opened.entries()) {
    const place = next[i] as number;
    if (buckets.series[place] !== series) continue;
    next[i] = place + 1;
    const found = spread(buckets, place, start, spanMs / bucketMs.five);
    if (found === null) continue;
    devices.push(device);
    decimals.push(buckets.decimals[place] as number);
    folds.push(found);
  }
  if (devices.length === 0) return null;
  return encodeFleet({ start, devices: Int32Array.from(devices), decimals: Uint8Array.from(decimals), folds });
}
