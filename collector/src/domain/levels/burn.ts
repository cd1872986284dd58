// pure
import type { ObjectiveBody } from '@fettle/shared/api/levels';
import { type Severity, severityRank } from '@fettle/shared/severity';
import type { StateStretch } from '../services/index.ts';
import type { Span } from './calendar.ts';
import { rateOf, weighed } from './level.ts';
import type { LevelTold } from './types.ts';

const minute = 60_000;
const hour = 60 * minute;

interface BurnPair {
  readonly longMs: number;
  readonly shortMs: number;
  readonly atLeast: number;
  readonly severity: Severity;
  readonly words: string;
}

/**
 * The pairs of windows of “The Site Reliability Workbook” (Beyer and others, 2018), chapter 5: of a budget of 30 days, 2 % in an hour, 5 %
 * in six hours, 10 % in three days. The short window of each says that it burns still.
 */
export const burnPairs: readonly BurnPair[] = [
  { longMs: hour, shortMs: 5 * minute, atLeast: 14.4, severity: 'critical', words: 'the last hour' },
  { longMs: 6 * hour, shortMs: 30 * minute, atLeast: 6, severity: 'critical', words: 'the last six hours' },
  { longMs: 72 * hour, shortMs: 6 * hour, atLeast: 1, severity: 'warning', words: 'the last three days' },
];
/** So far back they look. */
export const burnBackMs = 72 * hour;
/** So long it must have burnt less before that is told: what is down for a minute each quarter of an hour burns on. */
export const calmMs = 15 * minute;

export interface Burning {
  readonly severity: Severity;
  readonly rate: number;
  readonly limit: number;
  readonly words: string;
}

/** The worst pair of which both windows are at or above its rate; null: none is. */
export function burningOf(
  objective: Pick<ObjectiveBody, 'targetPpm' | 'windows' | 'degraded'>,
  stretches: readonly StateStretch[],
  hours: readonly Span[],
  now: number,
): Burning | null {
  const times = weighed(objective, stretches, hours);
  const rate = (ms: number) => rateOf(times, now, ms, 1_000_000 - objective.targetPpm) ?? 0;
  for (const { longMs, shortMs, atLeast, severity, words } of burnPairs) {
    const long = rate(longMs);
    if (long >= atLeast && rate(shortMs) >= atLeast) return { severity, rate: long, limit: atLeast, words };
  }
  return null;
}

/** What is to be told of burning now: at once when it is worse, and less only once it was less for `calmMs`. */
export function toldNext(
  { burning, calmSince }: Pick<LevelTold, 'burning' | 'calmSince'>,
  found: Severity | null,
  now: number,
): { readonly severity: Severity | null; readonly calmSince: number | null } {
  const told = burning?.severity ?? null;
  if (severityRank(found) >= severityRank(told)) return { severity: found, calmSince: null };
  const since = calmSince ?? now;
  return now - since >= calmMs ? { severity: found, calmSince: null } : { severity: told, calmSince: since };
}

/** The device whose outages lasted longest within a span; at a tie the first by id; null: no device was it. */
export function mostSpent(
  spent: readonly { readonly from: number; readonly to: number; readonly devices: readonly string[] }[],
): string | null {
  const sums = new Map<string, number>();
  for (const { from, to, devices } of spent) {
    for (const device of devices) sums.set(device, (sums.get(device) ?? 0) + to - from);
  }
  const [most] = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}
