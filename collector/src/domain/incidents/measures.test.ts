import type { IncidentId } from '@fettle/shared/ids';
import { randomFrom } from '@fettle/shared/statistics/random';
import { describe, expect, test } from 'vitest';
import { betweenFailures, type Failure, timesOf, timesToAcknowledge, timesToResolve } from './measures.ts';
import type { Incident } from './types.ts';

type Clocked = Parameters<typeof timesToResolve>[0][number];
const second = 1_000;
const span = { from: 100 * second, to: 1_600 * second };

function below(random: () => number): (bound: number) => number {
  return (bound) => Math.floor(random() * bound);
}

/** Opened, rested, resolved, opened again, acknowledged, or not; whole seconds. */
function randomIncident(random: (bound: number) => number, n: number): Clocked {
  const openedAt = random(1_400) * second;
  const pauses: { from: number; to: number | null; why: string }[] = [];
  let at = openedAt;
  let waitingSince = openedAt;
  for (let i = random(4); i > 0; i--) {
    const from = at + random(120) * second;
    const to = from + random(90) * second;
    const again = random(2) === 0;
    pauses.push({ from, to, why: again ? 'resolved' : 'waits for a part' });
    if (again) waitingSince = to;
    at = to;
  }
  const acknowledgedAt = random(3) === 0 ? null : Math.max(at, waitingSince) + random(200) * second;
  const resolvedAt = random(4) === 0 ? null : Math.max(at, acknowledgedAt ?? at) + random(300) * second;
  const rests = resolvedAt === null ? pauses : [...pauses, { from: resolvedAt, to: null, why: 'resolved' }];
  const clocks: Incident['clocks'] = { waitingSince, pauses: rests, toldAcknowledge: null, toldResolve: null };
  return { id: `i${n}` as IncidentId, severity: 'critical', openedAt, acknowledgedAt, resolvedAt, clocks };
}

/** Second by second, with a stop-watch in the hand. */
function watched({ clocks }: Clocked, from: number, to: number): number {
  let ms = 0;
  for (let time = from; time < to; time += second) {
    if (!clocks.pauses.some((pause) => pause.from <= time && time < (pause.to ?? Infinity))) ms += second;
  }
  return ms;
}

const isIn = (time: number | null): time is number => time !== null && time >= span.from && time < span.to;

/** By its definition: what lies between the two about the place (n − 1) × share. */
function naiveQuantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((x, y) => x - y);
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  let low = 0;
  while (low + 1 <= place) low++;
  const [one = 0, other = one] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return Math.floor(one + (other - one) * (place - low) + 0.5);
}

function naiveBetween(failures: readonly Failure[], units: readonly string[]) {
  let [up, began] = [0, 0];
  for (const unit of units) {
    const own = failures.filter((one) => one.unit === unit);
    const keys = new Set(own.map(({ key }) => key));
    for (let time = span.from; time < span.to; time += second) {
      const out = (key: string, at: number) =>
        own.some((one) => one.key === key && one.from <= at && at < (one.to ?? Infinity));
      if (![...keys].some((key) => out(key, time))) up += second;
      for (const key of keys) if (out(key, time) && !out(key, time - second)) began++;
    }
  }
  return { failures: began, upMs: up, mtbf: began === 0 ? null : Math.floor(up / began + 0.5) };
}

describe('a thousand random histories are the same by a stop-watch', () => {
  test('time to acknowledge and to resolve, with their means, medians and percentiles', () => {
    const random = below(randomFrom(7));
    for (let n = 0; n < 1_000; n++) {
      const incidents = Array.from({ length: random(9) }, (_, i) => randomIncident(random, i));
      const acknowledged = incidents.flatMap((one) =>
        isIn(one.acknowledgedAt) ? [watched(one, one.clocks.waitingSince, one.acknowledgedAt)] : [],
      );
      const resolved = incidents.flatMap((one) =>
        isIn(one.resolvedAt) ? [watched(one, one.openedAt, one.resolvedAt)] : [],
      );
      for (const [times, values] of [
        [timesOf(timesToAcknowledge(incidents, span)), acknowledged],
        [timesOf(timesToResolve(incidents, span)), resolved],
      ] as const) {
        const sum = values.reduce((all, one) => all + one, 0);
        expect(times, `history ${n}`).toEqual({
          count: values.length,
          sum,
          mean: values.length === 0 ? null : Math.floor(sum / values.length + 0.5),
          p50: naiveQuantile(values, 0.5),
          p95: naiveQuantile(values, 0.95),
        });
      }
    }
  });

  test('time between failures', () => {
    const random = below(randomFrom(11));
    const units = ['a', 'b'];
    for (let n = 0; n < 1_000; n++) {
      const failures = Array.from({ length: random(6) }, (_, i): Failure => {
        const from = (random(170) * 10 + 1) * second;
        const to = random(8) === 0 ? null : from + (1 + random(30)) * 10 * second;
        // Some are pieces of one that touch, as when a severity changes.
        return { unit: units[random(2)] ?? 'a', key: String(random(2) === 0 ? i : 0), from, to };
      });
      const { downMs, ...found } = betweenFailures(failures, span, units.length);
      expect(found, `history ${n}`).toEqual(naiveBetween(failures, units));
      expect(found.upMs + downMs).toBe(units.length * (span.to - span.from));
    }
  });
});
