import type { PeriodFiles } from '../files/files.ts';
import type { Period } from '../files/periods.ts';
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
 * Makes the fleet rows of a shard's span, if it has enough devices and its rows do not already tell of nearly all. Gives way often;
 * nobody may write pieces of that span meanwhile. Nothing is written before the end.
 */
export function* transpose(
  files: PeriodFiles,
  period: Period,
  rollups: Rollups,
  span: number,
  shard: number,
): Generator<void> {
  const { fleet, pieces } = files.rollup(period);
  if (fleet === null) return;
  if (fleet.has(span, shard) && fleet.newer(span, shard).length < fewestDevices) return;
  const first = shard * shardDevices;
  const found = pieces.together(first, first + shardDevices, span, span + spanMs);
  if (found.length < fewestDevices) return;
  const whole = found.filter((piece) => rollups.isWhole(period.name, piece));
  const rows = yield* rowsOf(whole, span);
  files.write(period, () => {
    const { fleet: now } = files.rollup(period);
    now?.replace(span, shard, rows);
    for (const piece of found) if (!whole.includes(piece)) now?.tellNewer(span, piece.device);
  });
  yield;
}

interface Row {
  readonly series: number;
  readonly data: Buffer;
}

/** A row a series. Where all together would fill the memory, some series at a time, each time read anew. */
function* rowsOf(pieces: readonly StoredPiece[], span: number): Generator<void, Row[]> {
  const all = new Set<number>();
  let kept: DeviceBuckets[] | null = [];
  let count = 0;
  for (const { device, data } of pieces) {
    const buckets = cutBuckets(decodeBuckets(data), span, span + spanMs);
    for (const series of buckets.series) all.add(series);
    count += buckets.series.length;
    if (count > mostSeries) kept = null;
    kept?.push({ device, buckets });
    yield;
  }
  const sorted = Int32Array.from(all).toSorted();
  const atOnce = kept ? Math.max(1, sorted.length) : Math.max(1, Math.floor(mostSeries / pieces.length));
  const rows: Row[] = [];
  for (let at = 0; at < sorted.length; at += atOnce) {
    const want = sorted.subarray(at, at + atOnce);
    const opened = kept ?? (yield* openAll(pieces, want, span));
    const next = new Int32Array(opened.length);
    for (const series of want) {
      const data = rowOf(opened, next, series, span);
      if (data !== null) rows.push({ series, data });
      yield;
    }
  }
  return rows;
}

function* openAll(pieces: readonly StoredPiece[], want: Int32Array, span: number): Generator<void, DeviceBuckets[]> {
  const opened: DeviceBuckets[] = [];
  for (const { device, data } of pieces) {
    opened.push({ device, buckets: cutBuckets(decodeBuckets(data, want), span, span + spanMs) });
    yield;
  }
  return opened;
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
