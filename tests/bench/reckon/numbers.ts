import { loadavg } from 'node:os';

export const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

/** The smallest value that so much of all are not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Of the last minute: how many others want the processors. */
export const loadAverage = () => round(loadavg()[0] ?? Number.NaN, 2);
