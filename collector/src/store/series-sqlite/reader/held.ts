import { sliceRows } from '../block/merge.ts';
import type { Rows } from '../block/rows.ts';
import { dayMs, spanMs } from '../files/schema.ts';
import type { FleetReading } from './fleet-reading.ts';
import { both, type Interval, minus } from './intervals.ts';
import type { PeriodFile, PieceRow } from './period-file.ts';
import { type Held, spanOf } from './plan.ts';
import type { View, Viewed } from './view.ts';

interface Holder {
  readonly view: View;
  readonly device: number;
  /** Its open frames; null: none in the range. */
  readonly open: Rows | null;
  /** Null: the device is read by itself. */
  readonly fleet: FleetReading | null;
}

/** What a device has in a range, by the files of a view. */
export function heldOf({ view, device, open, fleet }: Holder, range: Interval): Held<PieceRow> {
  const { raw, five, hour } = view;
  const spans = ([from, to]: Interval): Interval => [spanOf(from), spanOf(to - 1) + spanMs];
  const sealed = inFiles(
    raw.filter(({ unfinished }) => unfinished),
    [spans(range)],
    (file, [from, to]) => file.sealedStarts(device, from, to),
  );
  let unmerged: readonly Pick<PieceRow, 'start' | 'absorbed'>[] | null = null;
  return {
    fresh: ascending([...sealed, ...openTimes(open, range)]),
    compacted: (within) =>
      ascending(inFiles(raw, joined(within.map(spans)), (file, [from, to]) => file.compactedStarts(device, from, to))),
    pieces: (rollup, within) => {
      const told = rollup === 'five' ? (fleet?.pieces(view, device, within) ?? []) : [];
      const rest = minus(
        within,
        told.map(({ start, finish }) => [start, finish]),
      );
      if (rest.length === 0) return told;
      // Often the two ends of a long range; a piece that is found twice is taken once.
      const few = rest.length <= 4 ? rest : [[rest[0]?.[0] ?? 0, rest.at(-1)?.[1] ?? 0] as const];
      const own = inFiles(rollup === 'five' ? five : hour, few, (file, [from, to]) => file.pieces(device, from, to));
      return [...told, ...own];
    },
    // Hours are made anew together with their day's five minutes, once these are one piece; before, they may lag behind.
    outdated: ({ start, finish, absorbed }) => {
      unmerged ??= inFiles(
        five.filter(({ unfinished }) => unfinished),
        [[dayOf(range[0]), range[1] + dayMs]],
        (file, [from, to]) => file.unmerged(device, from, to),
      );
      return unmerged
        .filter((one) => one.start >= start && one.start < finish && one.absorbed > absorbed)
        .map((one) => one.start);
    },
  };
}

/** What is read of the parts of intervals that lie in each file's period. */
function inFiles<File extends PeriodFile, Found>(
  files: readonly Viewed<File>[],
  all: readonly Interval[],
  read: (file: File, within: Interval) => readonly Found[],
): Found[] {
  return files.flatMap((viewed) => {
    const { start, end } = viewed.period;
    return both(all, [[start, end]]).flatMap((within) => (viewed.file === null ? [] : read(viewed.file, within)));
  });
}

/** The spans of some times: each once, ascending. */
const ascending = (times: Iterable<number>): number[] =>
  [...new Set(Array.from(times, spanOf))].toSorted((a, b) => a - b);

function joined(intervals: readonly Interval[]): Interval[] {
  const found: [number, number][] = [];
  for (const [from, to] of intervals) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else found.push([from, to]);
  }
  return found;
}

/** Times of open frames in a range, one a span at least. */
function openTimes(open: Rows | null, [from, to]: Interval): Float64Array {
  return open ? sliceRows(open, from, to).times : new Float64Array();
}

const dayOf = (time: number) => Math.floor(time / dayMs) * dayMs;
