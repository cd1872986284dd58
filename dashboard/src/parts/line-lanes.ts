// pure
import type { Shape } from '../state/standing.ts';

/** Shares of the line's width, 0 at the left edge, 1 now. */
export interface LineBar {
  readonly shape: Shape;
  readonly from: number;
  readonly to: number;
  /** 0 is the lowest, nearest to the base line. */
  readonly lane: number;
  readonly label: string;
}
export type BarOnly = Omit<LineBar, 'lane'>;

/** Three stand over the line; where more happens at once it grows by two. */
const lanes = 5;
const mostBars = 24;

/** The share of the line that a label takes before its bar, on a usual width. */
const labelShare = (label: string) => (label === '' ? 0.01 : 0.02 + label.length * 0.0075);

interface Lane {
  /** Where its nearest bar begins, and where that bar's label does. */
  readonly bar: number;
  readonly label: number;
}

/** The lane that is free where a bar ends: of bars and labels, else of bars; none: undefined. */
function freeLane(taken: readonly Lane[], to: number): number | undefined {
  const free = taken.findIndex(({ label }) => to < label);
  if (free >= 0) return free;
  const bare = taken.findIndex(({ bar }) => to < bar);
  return bare >= 0 ? bare : undefined;
}

/**
 * Bars that overlap go into different lanes; a label that has no room gives way. Of too many bars the latest stay, and of
 * those that end together the worst: the others have no place.
 */
export function inLanes(bars: readonly BarOnly[]): LineBar[] {
  const worth = ({ shape }: BarOnly) => (shape === 'critical' ? 2 : shape === 'warning' ? 1 : 0);
  const kept = bars.toSorted((a, b) => b.to - a.to || worth(b) - worth(a) || b.from - a.from).slice(0, mostBars);
  const taken: Lane[] = Array.from({ length: lanes }, () => ({ bar: 2, label: 2 }));
  return kept.flatMap((bar): LineBar[] => {
    const end = bar.to + 0.004;
    const lane = freeLane(taken, end);
    if (lane === undefined) return [];
    const before = taken[lane] ?? { bar: 2, label: 2 };
    const label = end < before.label ? bar.label : '';
    taken[lane] = { bar: Math.min(before.bar, bar.from), label: Math.min(before.bar, bar.from) - labelShare(label) };
    return [{ ...bar, lane, label }];
  });
}
