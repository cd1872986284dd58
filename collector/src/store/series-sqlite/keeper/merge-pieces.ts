import type { RetentionPlan } from '../../../domain/series/types.ts';
import type { PeriodFiles, RollupFile } from '../files/files.ts';
import type { NewPiece } from '../files/pieces.ts';
import { type Period, periodOf } from '../files/periods.ts';
import { dayMs } from '../files/schema.ts';
import { bucketMs, type Buckets } from '../rollup/buckets.ts';
import { encodeBuckets } from '../rollup/codec.ts';
import { foldHours } from '../rollup/combine.ts';
import type { Damage } from './messages.ts';
import { join, Rollups } from './rollups.ts';
import { dayOf, isGivenUp, monthOf, openSince } from './spans.ts';

/** Pieces to merge that are looked up at once, and the time after which no further device joins a transaction, ms. */
const groupPieces = 1_024;
const groupMs = 80;

export interface Surroundings {
  readonly files: PeriodFiles;
  readonly tell: (damage: Damage) => void;
  readonly now: number;
  readonly plan: RetentionPlan;
}

/**
 * Merges the pieces of days that are over, and makes their hours; then the hours of months that are over. All blocks of those
 * days must have been compacted. Gives way after each group that is durable; may be left there for good.
 */
export function* mergePieces(around: Surroundings): Generator<void> {
  const { files, now } = around;
  const today = dayOf(openSince(now));
  for (const period of files.all('five')) {
    yield* mergeAll(around, period, today, dayBounds, (devices, day) => {
      writeDays(around, files.rollup(period), devices, day);
    });
  }
  const month = monthOf(openSince(now)).start;
  for (const period of files.all('hour')) {
    yield* mergeAll(around, period, month, monthOf, (devices, within) => {
      writeMonths(around, files.rollup(period), devices, within);
    });
  }
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

const dayBounds = (time: number): Bounds => ({ start: dayOf(time), end: dayOf(time) + dayMs });

function* mergeAll(
  { files }: Surroundings,
  period: Period,
  before: number,
  bounds: (time: number) => Bounds,
  write: (devices: readonly number[], within: Bounds) => void,
): Generator<void> {
  for (;;) {
    const found = files.rollup(period).pieces.unmerged(before, groupPieces);
    const [first] = found;
    if (first === undefined) return;
    const within = bounds(first.start);
    write([...new Set(found.filter(({ start }) => start < within.end).map(({ device }) => device))], within);
    yield;
  }
}

/** The days' hours first: as long as the five-minute pieces are apart, all this is done again. */
function writeDays(
  { files, tell, now, plan }: Surroundings,
  five: RollupFile,
  devices: readonly number[],
  day: Bounds,
): void {
  const rollups = new Rollups(tell);
  const hourPeriod = periodOf('hour', day.start);
  const hour = isGivenUp(hourPeriod, now, plan) ? null : files.rollup(hourPeriod);
  const done: { five: NewPiece; hour: NewPiece | null }[] = [];
  const until = performance.now() + groupMs;
  for (const device of devices) {
    const { buckets, piece } = merged(rollups, five, device, day, bucketMs.five);
    const known = hour && rollups.find(hour, device, day.start, day.end);
    const hours = foldHours(buckets);
    const next = hour && known && rollups.next(hour, device, known, piece.absorbed, () => hours);
    done.push({ five: piece, hour: next && next.piece });
    if (performance.now() > until) break;
  }
  if (hour) files.write(hourPeriod, () => done.forEach((one) => one.hour && hour.pieces.put(one.hour)));
  files.write(five.period, () => done.forEach((one) => five.pieces.put(one.five)));
}

function writeMonths({ files, tell }: Surroundings, hour: RollupFile, devices: readonly number[], month: Bounds): void {
  const rollups = new Rollups(tell);
  const done: NewPiece[] = [];
  const until = performance.now() + groupMs;
  for (const device of devices) {
    done.push(merged(rollups, hour, device, month, bucketMs.hour).piece);
    if (performance.now() > until) break;
  }
  files.write(hour.period, () => done.forEach((piece) => hour.pieces.put(piece)));
}

/** All pieces of a device inside some bounds as one; what is damaged is not in it. */
function merged(
  rollups: Rollups,
  { period, pieces }: RollupFile,
  device: number,
  { start, end }: Bounds,
  length: number,
): { readonly buckets: Buckets; readonly piece: NewPiece } {
  const parts = pieces.overlapping(device, start, end);
  const opened = parts.map((piece) => rollups.open(period.name, piece)).filter((one) => one !== null);
  const buckets = join(opened, length);
  const absorbed = Math.max(...parts.map((piece) => piece.absorbed));
  return { buckets, piece: { device, start, finish: end, absorbed, data: encodeBuckets(buckets) } };
}
