// pure
/** One sample or one step: time in ms, value or null where no sample is. */
export type Point = readonly [time: number, value: number | null];

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Drawn {
  /** x and y; y is NaN where the line must break. */
  readonly line: readonly { readonly x: number; readonly y: number }[];
  /** Where data are missing, hatched. */
  readonly gaps: readonly Span[];
}

const neighbours = 5;

function upperMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * How long may lie between two points before data are missing: more than 3 times what is usual around there, so that a
 * device that is measured every 10 s and for a while every 1 s has no false gaps.
 */
function allowed(times: readonly number[], index: number, least: number): number {
  const spacings: number[] = [];
  for (let k = index - neighbours; k <= index + neighbours; k++) {
    const a = times[k - 1];
    const b = times[k];
    if (k !== index && a !== undefined && b !== undefined) spacings.push(b - a);
  }
  return 3 * Math.max(least, upperMedian(spacings));
}

/**
 * A line that never crosses missing data. `least` is the shortest usual spacing: the step, or the interval where there is
 * no step. The range's own ends count: no points up to there is a gap too.
 */
export function withGaps(points: readonly Point[], { from, to }: Span, least: number): Drawn {
  const known = points.filter((point): point is readonly [number, number] => point[1] !== null);
  const times = known.map(([time]) => time);
  const line: { x: number; y: number }[] = [];
  const gaps: Span[] = [];
  for (const [index, [x, y]] of known.entries()) {
    const before = index === 0 ? from : (times[index - 1] ?? from);
    if (x - before > allowed(times, index, least)) {
      gaps.push({ from: before, to: x });
      if (index > 0) line.push({ x: before + 1, y: Number.NaN });
    }
    line.push({ x, y });
  }
  const last = times.at(-1) ?? from;
  if (to - last > allowed(times, times.length, least)) gaps.push({ from: last, to });
  return { line, gaps };
}

/** What is missing in every one of several lines. */
export function common(all: readonly (readonly Span[])[]): Span[] {
  const [first, ...others] = all;
  let found = [...(first ?? [])];
  for (const gaps of others) {
    found = found.flatMap((a) =>
      gaps.flatMap((b) => {
        const from = Math.max(a.from, b.from);
        const to = Math.min(a.to, b.to);
        return to > from ? [{ from, to }] : [];
      }),
    );
  }
  return found;
}
