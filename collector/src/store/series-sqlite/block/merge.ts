// pure
import { zeros } from './doubles.ts';
import type { Rows } from './rows.ts';
import { type Run, runsOf } from './runs.ts';

/**
 * One Rows of several of the same device: ascending by (time, sequence), with all their series. Of a sequence number that
 * comes twice the row of the earlier part counts. Quick where parts follow each other. A single part is given back as it is.
 */
export function mergeRows(parts: readonly Rows[]): Rows {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const runs = runsOf(parts);
  const count = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const key = (of: (part: Rows) => Float64Array) => gather(parts.map(of), runs, count);
  const { series, decimals } = seriesOf(parts);
  const next = new Int32Array(parts.length);
  const columns = Array.from(series, (number) => {
    const sources = parts.map((part, p) => {
      const place = next[p] as number;
      if (part.series[place] !== number) return undefined;
      next[p] = place + 1;
      return part.columns[place];
    });
    return gather(sources, runs, count);
  });
  return {
    count,
    times: key((part) => part.times),
    sequences: key((part) => part.sequences),
    shifts: key((part) => part.shifts),
    offsets: key((part) => part.offsets),
    series,
    decimals,
    columns,
  };
}

/** All series of the parts; where they promise different decimals, the most. */
function seriesOf(parts: readonly Rows[]): { series: Int32Array; decimals: Uint8Array } {
  const [first, ...others] = parts;
  if (first !== undefined && others.every((part) => isSame(part.series, first.series))) {
    const decimals = Uint8Array.from(first.decimals, (one, i) =>
      others.reduce((most, part) => Math.max(most, part.decimals[i] as number), one),
    );
    return { series: first.series, decimals };
  }
  const found = new Map<number, number>();
  for (const part of parts) {
    for (const [i, number] of part.series.entries()) {
      found.set(number, Math.max(found.get(number) ?? 0, part.decimals[i] as number));
    }
  }
  const series = Int32Array.from(found.keys()).toSorted();
  return { series, decimals: Uint8Array.from(series, (number) => found.get(number) ?? 0) };
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @param sources one a part; undefined: the part has none of it */
function gather(sources: readonly (Float64Array | undefined)[], runs: readonly Run[], count: number): Float64Array {
  const into = zeros(count);
  let at = 0;
  for (const { part, from, to } of runs) {
    const source = sources[part];
    if (source === undefined) into.fill(Number.NaN, at, at + to - from);
    else into.set(from === 0 && to === source.length ? source : source.subarray(from, to), at);
    at += to - from;
  }
  return into;
}

/** The rows from `from` (inclusive) to `to` (exclusive), ms since 1970: views of the same memory. */
export function sliceRows(rows: Rows, from: number, to: number): Rows {
  const start = placeOf(rows.times, from);
  const end = Math.max(start, placeOf(rows.times, to));
  if (start === 0 && end === rows.count) return rows;
  return {
    count: end - start,
    times: rows.times.subarray(start, end),
    sequences: rows.sequences.subarray(start, end),
    shifts: rows.shifts.subarray(start, end),
    offsets: rows.offsets.subarray(start, end),
    series: rows.series,
    decimals: rows.decimals,
    columns: rows.columns.map((column) => column.subarray(start, end)),
  };
}

/** The first place whose time is not before. */
function placeOf(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
