import type { CalendarBody } from '@fettle/shared/api/levels';
import { describe, expect, test } from 'vitest';
import type { StateStretch } from '../services/index.ts';
import { hoursIn, lengthOf } from './calendar.ts';
import { levelOf } from './level.ts';
import { budgetOf, countSteps, openMinutes, type Wall, wallOf } from './naive.fixture.ts';
import { type Period, periodAt } from './periods.ts';

/** Mulberry32, so that a history that fails can be looked at again. */
function randomOf(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const day = 86_400_000;
/** Quarters in which clocks change; the first has a leap day, the last changes by half an hour. */
const places = [
  { zone: 'Europe/Berlin', from: Date.UTC(2027, 11, 20), to: Date.UTC(2028, 3, 8) },
  { zone: 'America/New_York', from: Date.UTC(2026, 8, 20), to: Date.UTC(2027, 0, 8) },
  { zone: 'Australia/Lord_Howe', from: Date.UTC(2026, 2, 20), to: Date.UTC(2026, 6, 8) },
].map((place) => ({ ...place, wall: wallOf(place.zone, place.from, place.to) }));

const calendars: readonly (Omit<CalendarBody, 'zone'> | null)[] = [
  null,
  { name: 'Office', hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' }], holidays: [] },
  {
    name: 'Night and late',
    // Over midnight, over each other, and through the hours in which clocks change.
    hours: [
      { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '02:30' },
      { days: [6, 7], from: '01:15', to: '03:10' },
      { days: [7], from: '00:00', to: '24:00' },
      { days: [3], from: '12:00', to: '12:00' },
    ],
    holidays: [
      { day: '2028-02-29', name: 'Leap day' },
      { day: '2026-10-31', name: 'The day before the clocks change' },
      { day: '2026-04-05', name: 'The day on which they change' },
    ],
  },
];

const states: readonly StateStretch['state'][] = [
  'in-order',
  'in-order',
  'in-order',
  'down',
  'degraded',
  'window',
  'unknown',
];

function historyOf(random: (below: number) => number, from: number, to: number, step: number): StateStretch[] {
  const stretches: StateStretch[] = [];
  let at = from;
  // Some histories begin later, as of a service that was made meanwhile.
  if (random(4) === 0) at += step * random((to - from) / step);
  while (at < to) {
    const end = Math.min(to, at + step * (1 + random(random(3) === 0 ? 20_000 : 400)));
    const state = states[random(states.length)] ?? 'down';
    const planned = state === 'window' || (state === 'degraded' && random(2) === 0);
    stretches.push({ from: at, to: end, state, planned, causes: [] });
    at = end;
  }
  return stretches;
}

const opened = new Map<string, Uint8Array>();
function openOf(wall: Wall, zone: string, which: number): Uint8Array {
  const key = `${zone} ${which}`;
  const calendar = calendars[which] ?? null;
  const found = opened.get(key) ?? openMinutes(wall, calendar && { ...calendar, zone });
  opened.set(key, found);
  return found;
}

function tryHistory(seed: number, period: Period, step: number): void {
  const random = randomOf(seed);
  const place = places[random(places.length)] ?? places[0];
  if (!place) throw new Error('there is no place');
  const { zone, wall } = place;
  const which = random(calendars.length);
  const calendar = calendars[which] ?? null;
  const within = period === 'quarter' ? [place.from + 40 * day, 20 * day] : [place.from + 40 * day, 55 * day];
  const at = Math.floor(((within[0] ?? 0) + random(within[1] ?? 1)) / 60_000) * 60_000;
  const span = periodAt(period, zone, at);
  // Half of them last still.
  const now = random(2) === 0 ? at : span.to + step * random(5_000);
  const until = Math.max(now, span.to);
  const back = Math.min(span.from, Math.min(now, span.to) - 3 * day);
  const objective = {
    targetPpm: [999_000, 995_000, 950_000, 999_999, 500_000, 1_000_000][random(6)] ?? 1,
    windows: random(2) === 0 ? ('leave-out' as const) : ('count' as const),
    degraded: random(2) === 0 ? ('up' as const) : ('down' as const),
  };
  const stretches = historyOf(random, back, now, step);
  const hours = hoursIn(calendar && { ...calendar, zone }, back, until);
  const level = levelOf(objective, stretches, hours, span, now);
  const counted = countSteps({ objective, stretches, open: openOf(wall, zone, which), wall, ...span, now, step });
  const { measured, bad, back: backs } = counted;
  const value = measured === 0 ? null : Number((BigInt(measured - bad) * 1_000_000n) / BigInt(measured));
  const allowed = 1_000_000 - objective.targetPpm;
  const rates = backs.map(([all, some]) => (all === 0 || allowed === 0 ? null : (some * 1_000_000) / (all * allowed)));
  const where = `seed ${seed}, ${period} of ${zone}, calendar ${which}`;
  expect(
    { measured: level.measured, bad: level.bad, budget: level.budget, value: level.valuePpm, goneAt: level.goneAt },
    where,
  ).toEqual({ measured, bad, budget: budgetOf(counted, objective.targetPpm), value, goneAt: counted.goneAt });
  [level.burn.hour, level.burn.sixHours, level.burn.day, level.burn.threeDays].forEach((rate, i) => {
    const wanted = rates[i] ?? null;
    if (wanted === null) expect(rate, where).toBeNull();
    else expect(Math.abs((rate ?? Infinity) - wanted), where).toBeLessThanOrEqual(1e-9 * Math.max(1, wanted));
  });
  expect(
    level.spent.reduce((sum, { ms }) => sum + ms, 0),
    where,
  ).toBe(level.bad);
}

describe('a thousand random histories are the same counted step by step', () => {
  test('100 days and weeks, second by second', () => {
    for (let seed = 0; seed < 100; seed++) tryHistory(seed, seed % 20 === 0 ? 'week' : 'day', 1_000);
  });
  test.each(['month', 'quarter', 'rolling-30'] as const)('of %s, minute by minute', (period) => {
    for (let seed = 1_000; seed < 1_300; seed++) tryHistory(seed, period, 60_000);
  });
});

test('the night in which clocks change has as many hours as the clock shows', () => {
  const night = { zone: 'Europe/Berlin', hours: [{ days: [6], from: '22:00', to: '06:00' }], holidays: [] };
  const spring = hoursIn(night, Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 30));
  const autumn = hoursIn(night, Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 26));
  expect([spring, autumn].map((spans) => lengthOf(spans) / 3_600_000)).toEqual([7, 9]);
});
