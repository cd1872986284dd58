// pure

/** The steps of a range. */
export interface Steps {
  /** Of the range, ms since 1970; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Beginning of the first step: `from` for `whole`, else a multiple of `length`. */
  readonly start: number;
  /** ms; infinite for `whole`. */
  readonly length: number;
  readonly count: number;
  /** What sums add, in the order of time. */
  readonly terms: 'samples' | 'fives' | 'hours';
}

const five = 300_000;
const hour = 3_600_000;

export function stepsOf(from: number, to: number, step: number | 'whole'): Steps {
  if (step === 'whole') {
    return { from, to, start: from, length: Number.POSITIVE_INFINITY, count: 1, terms: 'hours' };
  }
  const first = Math.floor(from / step);
  const count = Math.floor((to - 1) / step) - first + 1;
  const terms = step % hour === 0 ? 'hours' : step % five === 0 ? 'fives' : 'samples';
  return { from, to, start: first * step, length: step, count, terms };
}

/** The place of the step in which a time lies. */
export const placeOf = ({ start, length }: Steps, time: number): number =>
  length === Number.POSITIVE_INFINITY ? 0 : Math.floor((time - start) / length);

/** The times of the points. */
export function timesOf({ start, length, count }: Steps): Float64Array {
  const times = new Float64Array(count).fill(start);
  for (let place = 1; place < count; place++) times[place] = start + place * length;
  return times;
}
