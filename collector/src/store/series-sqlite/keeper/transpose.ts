import type { PeriodFiles } from '../files/files.ts';
import type { Period } from '../files/periods.ts';
import type { StoredPiece } from '../files/pieces.ts';
import { shardDevices, spanMs } from '../files/schema.ts';
import { bucketMs } from '../rollup/buckets.ts';
import { decodeBuckets, openBuckets } from '../rollup/codec.ts';
import { encodeFleetOf } from '../rollup/fleet-codec.ts';
import { type Entry, entryOf } from '../rollup/folds-list.ts';
import { cutBuckets } from './cut.ts';
import { spread } from './spread.ts';
import type { Rollups } from './rollups.ts';

/** Fewer devices than this are read one by one as quickly. */
const fewestDevices = 32;
/** Series of devices that are in memory at once: some 1 KB each. */
const mostSeries = 40_000;

/** A device's series in the span, ascending. */
interface DeviceEntries {
  readonly device: number;
  readonly series: Int32Array;
  /** Of a place among the series; null where it has no sample in the span. */
  readonly entry: (place: number) => Entry | null;
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
  let kept: DeviceEntries[] | null = [];
  let count = 0;
  for (const piece of pieces) {
    const opened = entriesIn(piece, span);
    for (const series of opened.series) all.add(series);
    count += opened.series.length;
    if (count > mostSeries) kept = null;
    kept?.push(opened);
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

function* openAll(pieces: readonly StoredPiece[], want: Int32Array, span: number): Generator<void, DeviceEntries[]> {
  const opened: DeviceEntries[] = [];
  for (const piece of pieces) {
    opened.push(entriesIn(piece, span, want));
    yield;
  }
  return opened;
}

/** @param want series, ascending; absent: all. Others may be there, too */
function entriesIn({ device, data }: StoredPiece, span: number, want?: Int32Array): DeviceEntries {
  const open = openBuckets(data);
  // A piece of all buckets of the span and no others tells the same there as here.
  if (open !== null && open.starts.length === spanBuckets && open.starts[0] === span) {
    return { device, series: open.series, entry: open.entry };
  }
  const buckets = cutBuckets(decodeBuckets(data, want), span, span + spanMs);
  return {
    device,
    series: buckets.series,
    entry(place) {
      const folds = spread(buckets, place, span, spanBuckets);
      return folds && entryOf(folds, buckets.decimals[place] as number);
    },
  };
}

const spanBuckets = spanMs / bucketMs.five;

/** @param next of each device the place of its next series; series are asked for in ascending order */
function rowOf(opened: readonly DeviceEntries[], next: Int32Array, wanted: number, start: number): Buffer | null {
  const devices: number[] = [];
  const entries: Entry[] = [];
  for (const [i, { device, series, entry }] of opened.entries()) {
    let place = next[i] as number;
    while (place < series.length && (series[place] as number) < wanted) place++;
    next[i] = place;
    if (series[place] !== wanted) continue;
    next[i] = place + 1;
    const found = entry(place);
    if (found === null) continue;
    devices.push(device);
    entries.push(found);
  }
  return devices.length === 0 ? null : encodeFleetOf(start, Int32Array.from(devices), entries);
}
