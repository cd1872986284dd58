/** What makes a severity begin, and what lets it go on. */

/**
 * - `bounds`: it begins at or below `low` and at or above `high`, and goes on at or below `holdLow` and at or above
 *   `holdHigh`; infinite where a side has no limit.
 * - `states`: it begins and goes on with these values.
 */
export type Test =
  | {
      readonly form: 'bounds';
      readonly low: number;
      readonly high: number;
      readonly holdLow: number;
      readonly holdHigh: number;
    }
  | { readonly form: 'states'; readonly states: readonly number[] };

/** False for NaN, as `holds` is: what is not there neither holds nor clears, and is not asked about. */
export function enters(test: Test | null, value: number): boolean {
  if (test === null) return false;
  return test.form === 'bounds' ? value <= test.low || value >= test.high : test.states.includes(value);
}

export function holds(test: Test | null, value: number): boolean {
  if (test === null) return false;
  return test.form === 'bounds' ? value <= test.holdLow || value >= test.holdHigh : test.states.includes(value);
}

/** The limit on the side where the value is; null where there is none. */
export function limitOf(test: Test | null, value: number): number | null {
  if (test === null || test.form === 'states') return null;
  const { low, high } = test;
  if (low === Number.NEGATIVE_INFINITY) return high;
  if (high === Number.POSITIVE_INFINITY) return low;
  return Math.abs(value - low) < Math.abs(value - high) ? low : high;
}
