// pure
import type { StateStretch } from '../services/index.ts';
import { common, joined, type Span } from './calendar.ts';
import { lengthIn } from './level.ts';
import { scaledHalfUp } from './ppm.ts';

const hourMs = 3_600_000;

/** How long a service was down, and not by plan, in some hours between two times; ms. */
export function outageIn(stretches: readonly StateStretch[], hours: readonly Span[], { from, to }: Span): number {
  const down = joined(stretches.filter(({ state }) => state === 'down'));
  return lengthIn(common(down, hours), from, to);
}

/** What an outage cost, in minor units, rounded half up once. */
export function outageCost(outageMs: number, costPerHour: number): number {
  return scaledHalfUp(outageMs, costPerHour, hourMs);
}
