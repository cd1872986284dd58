import { mergeRows } from '../block/merge.ts';
import type { RollupFile } from '../files/files.ts';
import { dayMs, spanMs } from '../files/schema.ts';
import type { Buckets } from '../rollup/buckets.ts';
import { addBuckets, foldHours } from '../rollup/combine.ts';
import { foldRows } from '../rollup/fold.ts';
import type { DeviceSpan } from './compact-span.ts';
import { cutBuckets } from './cut.ts';
import type { Known, Next, Rollups } from './rollups.ts';
import { dayOf } from './spans.ts';

/** The roll-up files of a span; null: the plan no longer keeps that period. */
export interface RollupFiles {
  readonly five: RollupFile | null;
  readonly hour: RollupFile | null;
}

/** Pieces to write for a device's span; null: nothing to write. */
export interface RolledUp {
  readonly five: Next['piece'] | null;
  readonly hour: Next['piece'] | null;
}

/**
 * What the roll-ups of a device become by one span. Where all raw samples of the span are there they are made anew, else what
 * is not in them yet is added. Once the day's pieces were merged, its hours follow; before, that merge will make them.
 */
export function rollUp(
  rollups: Rollups,
  files: RollupFiles,
  span: number,
  of: DeviceSpan,
  isState: (series: number) => boolean,
): RolledUp {
  const day = dayOf(span);
  const { five } = files;
  if (five === null || isFiveGone(rollups, files, of.device, day)) {
    if (files.hour === null) return { five: null, hour: null };
    const known = rollups.find(files.hour, of.device, day, day + dayMs);
    return { five: null, hour: add(rollups, files.hour, known, of, isState, foldHours)?.piece ?? null };
  }
  const known = rollups.find(five, of.device, span, span + spanMs);
  const next = of.complete
    ? of.rows && replace(rollups, five, known, of, foldRows(of.rows, isState))
    : add(rollups, five, known, of, isState, (buckets) => buckets);
  const isMerged = known.piece !== null && known.piece.finish - known.piece.start > spanMs;
  const hour = isMerged && files.hour ? hoursOf(rollups, five, files.hour, known, next, day) : null;
  return { five: next?.piece ?? null, hour };
}

/** Whether the day's five-minute buckets of the device were given up, although the plan would keep them now: only its hours are known. */
function isFiveGone(rollups: Rollups, { five, hour }: RollupFiles, device: number, day: number): boolean {
  if (five === null) return true;
  if (hour === null || five.pieces.has(device, day, day + dayMs)) return false;
  const { piece } = rollups.find(hour, device, day, day + dayMs);
  const hours = piece && rollups.open(hour.period.name, piece);
  return hours !== null && hours.starts.some((start) => start >= day && start < day + dayMs);
}

function replace(rollups: Rollups, file: RollupFile, known: Known, of: DeviceSpan, buckets: Buckets): Next {
  return rollups.next(file, of.device, known, of.through, () => buckets);
}

/** @param shape five-minute buckets to those of the file */
function add(
  rollups: Rollups,
  file: RollupFile,
  known: Known,
  of: DeviceSpan,
  isState: (series: number) => boolean,
  shape: (five: Buckets) => Buckets,
): Next | null {
  const missing = of.parts.filter(({ block }) => block.through > known.absorbed);
  if (missing.length === 0) return null;
  const buckets = shape(foldRows(mergeRows(missing.map(({ rows }) => rows)), isState));
  return rollups.next(file, of.device, known, of.through, (part) =>
    part === null ? buckets : addBuckets(part, buckets),
  );
}

/** The day's hours, of five-minute buckets that were merged before. */
function hoursOf(
  rollups: Rollups,
  five: RollupFile,
  hour: RollupFile,
  known: Known,
  next: Next | null,
  day: number,
): RolledUp['hour'] {
  const { piece } = known;
  const buckets = next?.buckets ?? (piece && rollups.open(five.period.name, piece));
  if (piece === null || buckets === null) return null;
  const { device } = piece;
  const hours = foldHours(cutBuckets(buckets, day, day + dayMs));
  const before = rollups.find(hour, device, day, day + dayMs);
  return rollups.next(hour, device, before, next?.piece.absorbed ?? known.absorbed, () => hours).piece;
}
