// pure
import type { Rows } from './rows.ts';

/** Rows `from` to `to` (exclusive) of one part, which follow each other in the whole too. */
export interface Run {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

/** The order in which the rows of all parts follow, by (time, sequence), without the later of equal sequence numbers. */
export function runsOf(parts: readonly Rows[]): Run[] {
  const order = parts
    .map((rows, part) => ({ rows, part }))
    .filter(({ rows }) => rows.count > 0)
    .toSorted((a, b) => (a.rows.times[0] as number) - (b.rows.times[0] as number));
  const following = order.every(({ rows }, i) => {
    const before = order[i - 1]?.rows;
    return before === undefined || (before.times[before.count - 1] as number) < (rows.times[0] as number);
  });
  if (following && haveSequencesApart(order.map(({ rows }) => rows))) {
    return order.map(({ rows, part }) => ({ part, from: 0, to: rows.count }));
  }
  return interleaved(parts);
}

function haveSequencesApart(parts: readonly Rows[]): boolean {
  const spans = parts
    .map(({ sequences }) => {
      let [low, high] = [Infinity, -Infinity];
      for (const one of sequences) {
        if (one < low) low = one;
        if (one > high) high = one;
      }
      return { low, high };
    })
    .toSorted((a, b) => a.low - b.low);
  return spans.every(({ low }, i) => i === 0 || (spans[i - 1]?.high ?? 0) < low);
}

/** Merges part by part: each keeps its order, so two heads are compared at a time. */
function interleaved(parts: readonly Rows[]): Run[] {
  const seen = new Set<number>();
  const left = parts.map(({ sequences }) => {
    const fresh: number[] = [];
    for (const [row, sequence] of sequences.entries()) {
      if (seen.has(sequence)) continue;
      seen.add(sequence);
      fresh.push(row);
    }
    return fresh;
  });
  const next = new Int32Array(parts.length);
  const runs: { part: number; from: number; to: number }[] = [];
  for (;;) {
    const part = earliest(parts, left, next);
    if (part < 0) return runs;
    const row = left[part]?.[next[part] as number] as number;
    next[part] = (next[part] as number) + 1;
    const last = runs.at(-1);
    if (last !== undefined && last.part === part && last.to === row) last.to = row + 1;
    else runs.push({ part, from: row, to: row + 1 });
  }
}

/** The part whose next row comes first; -1: none is left. */
function earliest(parts: readonly Rows[], left: readonly number[][], next: Int32Array): number {
  let found = -1;
  let [time, sequence] = [Infinity, Infinity];
  for (let p = 0; p < parts.length; p++) {
    const row = left[p]?.[next[p] as number];
    if (row === undefined) continue;
    const { times, sequences } = parts[p] as Rows;
    const rowTime = times[row] as number;
    const rowSequence = sequences[row] as number;
    if (found < 0 || rowTime < time || (rowTime === time && rowSequence < sequence)) {
      [found, time, sequence] = [p, rowTime, rowSequence];
    }
  }
  return found;
}
