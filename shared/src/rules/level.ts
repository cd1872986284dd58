import type { ScaledLevel } from './compiled.ts';
import type { Comparison, Level, Limit } from './rule.ts';
import type { Test } from './bounds.ts';

const powers = [1, 10, 100, 1_000, 10_000];
/** What is no multiple of the smallest step by more than this was meant so. */
const slack = 1e-6;

export function powerOf(decimals: number): number {
  return powers[decimals] ?? 1;
}

/** Whether a limit has no more digits than values of the metric. */
export function isKept(limit: number, decimals: number): boolean {
  const scaled = limit * powerOf(decimals);
  return Number.isSafeInteger(Math.round(scaled)) && Math.abs(scaled - Math.round(scaled)) < slack;
}

export function isPair(limit: Limit): limit is readonly [number, number] {
  return typeof limit === 'object';
}

/** A level as scaled integers. It must have passed `checkLevels`. */
export function scaledLevel(is: Comparison, { limit, clear = limit }: Level, decimals: number): ScaledLevel {
  const [low, high] = sides(is, limit, decimals);
  const [clearLow, clearHigh] = sides(is, clear, decimals);
  return { low, high, clearLow, clearHigh };
}

function sides(is: Comparison, limit: Limit, decimals: number): [number | null, number | null] {
  const scaled = (value: number) => Math.round(value * powerOf(decimals));
  if (isPair(limit)) return [scaled(limit[0]), scaled(limit[1])];
  return is === 'below' ? [scaled(limit), null] : [null, scaled(limit)];
}

/**
 * A scaled level as the evaluator compares it. k ≥ l for scaled integers, and k / 10^d ≥ l / 10^d for the values that a
 * frame carries, are the same: division keeps the order, and no two of these integers give one double.
 */
export function testOf({ low, high, clearLow, clearHigh }: ScaledLevel, decimals: number): Test {
  const power = powerOf(decimals);
  const down = (side: number | null) => (side === null ? Number.NEGATIVE_INFINITY : side / power);
  const up = (side: number | null) => (side === null ? Number.POSITIVE_INFINITY : side / power);
  return { form: 'bounds', low: down(low), high: up(high), holdLow: down(clearLow), holdHigh: up(clearHigh) };
}
