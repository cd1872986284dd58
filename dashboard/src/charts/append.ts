// pure
import type { Point } from './gaps.ts';

/** One series as it is drawn: its points, and how many samples the last one holds. */
export interface Track {
  readonly points: Point[];
  count: number;
}

/** How samples of one step become one value: the metric's roll-up. */
function folded(rollup: string, before: number, count: number, value: number): number {
  if (rollup === 'max') return Math.max(before, value);
  if (rollup === 'min') return Math.min(before, value);
  if (rollup === 'last') return value;
  return (before * count + value) / (count + 1);
}

/** Takes a sample that came live into the step that it belongs to. One older than the last step is left to the next reading. */
export function append(track: Track, time: number, value: number, step: number, rollup: string): void {
  const { points } = track;
  const start = Math.floor(time / step) * step;
  const last = points.at(-1);
  if (last && last[0] > start) return;
  if (last && last[0] === start && last[1] !== null) {
    points[points.length - 1] = [start, folded(rollup, last[1], track.count, value)];
    track.count += 1;
    return;
  }
  if (last && last[0] === start) points.pop();
  points.push([start, value]);
  track.count = 1;
}

/** Drops what lies before a time. */
export function forget(track: Track, before: number): void {
  const { points } = track;
  const first = points.findIndex(([time]) => time >= before);
  if (first > 0) points.splice(0, first);
  else if (first < 0) points.length = 0;
}

/** A series as the API gave it; `interval` tells how many samples its last step can hold by now. */
export function trackOf(points: readonly Point[], interval: number, now: number): Track {
  const kept = points.filter(([time]) => time <= now);
  while (kept.length > 0 && kept.at(-1)?.[1] === null) kept.pop();
  const last = kept.at(-1);
  const count = last ? Math.max(1, Math.round((now - last[0]) / Math.max(1, interval))) : 0;
  return { points: kept, count };
}
