// pure
import type { Point } from './gaps.ts';

export const mostLines = 5;

export interface Ranked {
  /** Keys of the lines that have a colour, in the order of the colours. */
  readonly named: readonly string[];
  /** Keys of the others. */
  readonly rest: readonly string[];
}

const mean = (points: readonly Point[]) => {
  let sum = 0;
  let count = 0;
  for (const [, value] of points) {
    if (value === null) continue;
    sum += Math.abs(value);
    count += 1;
  }
  return count === 0 ? -1 : sum / count;
};

export interface RankOptions {
  /** The largest first, for parts that lie one on the other; else up to 5 keep their own order. */
  readonly bySize?: boolean;
  /** The keys that had the colours before. */
  readonly before?: readonly string[] | undefined;
}

/**
 * Which lines are named, and in which order: all of up to 5; beyond it the 5 largest on average. Lines that had a colour
 * keep it as long as they are among them, so that colours do not jump when data come in.
 */
export function rank(
  keys: readonly string[],
  pointsOf: (key: string) => readonly Point[],
  { bySize = false, before = [] }: RankOptions = {},
): Ranked {
  if (keys.length <= mostLines && !bySize) return { named: keys, rest: [] };
  const means = new Map(keys.map((key) => [key, mean(pointsOf(key))]));
  const largest = keys.toSorted((a, b) => (means.get(b) ?? 0) - (means.get(a) ?? 0)).slice(0, mostLines);
  const kept = largest.map((_, place) => {
    const old = before[place];
    return old !== undefined && largest.includes(old) ? old : undefined;
  });
  const newcomers = largest.filter((key) => !kept.includes(key));
  const named = kept.map((key) => key ?? newcomers.shift()).filter((key) => key !== undefined);
  return { named, rest: keys.filter((key) => !named.includes(key)) };
}
