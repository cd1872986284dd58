import { expect, test } from 'vitest';
import {
  bounds,
  fromQuery,
  moved,
  nameOfEarlier,
  shiftOf,
  spanSince,
  spans,
  stepFor,
  timesOf,
  titleOf,
  toQuery,
  zoomed,
} from './ranges.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = new Date(2026, 10, 19, 14, 38).getTime();

test('steps keep charts at a point a day of a year at most, and at one on two pixels', () => {
  expect(spans.map(({ span }) => stepFor(span) / 1_000)).toEqual([10, 60, 300, 1_800, 7_200, 21_600, 86_400]);
  expect(stepFor(365 * day, 390)).toBe(2 * day);
  expect(stepFor(hour, 1)).toBe(30_000);
  expect(stepFor(60_000)).toBe(1_000);
  expect(stepFor(3_650 * day)).toBe(7 * day);
});

test('the address keeps the range, and what cannot be shown is the last hour', () => {
  for (const range of [...spans.map(({ span }) => ({ span })), { span: 90_000 }, { from: 1_000, to: 50_000 }]) {
    for (const compare of ['nothing', 'before', 'week', 'year'] as const) {
      expect(fromQuery(toQuery(range, compare))).toEqual({ range, compare });
    }
  }
  for (const bad of [
    '?last=x',
    '?from=5&to=1',
    '?from=1e3',
    '?last=-5',
    '?from=NaN&to=9',
    '?last=99999999999999',
    '?with=evil',
  ]) {
    expect(fromQuery(bad)).toEqual({ range: { span: hour }, compare: 'nothing' });
  }
});

test('a young device is shown since it was enrolled, in round spans', () => {
  const minutes = (n: number) => n * 60_000;
  expect(spanSince(hour, now - 40_000, now)).toBe(minutes(5));
  expect(spanSince(hour, now - minutes(12), now)).toBe(minutes(15));
  expect(spanSince(hour, now - 3 * hour, now)).toBe(hour);
  expect(spanSince(30 * day, now - 3 * hour, now)).toBe(3 * hour);
  expect(spanSince(90 * day, now - 60 * day, now)).toBe(60 * day);
  expect(spanSince(365 * day, now - 61 * day, now)).toBe(90 * day);
  expect(spanSince(hour, now + minutes(3), now)).toBe(minutes(5));
});

test('names', () => {
  expect(titleOf({ span: 6 * hour }, now)).toBe('The last 6 hours');
  expect(titleOf({ from: now - 2 * hour, to: now - hour }, now)).toBe('12:38 to 13:38');
  expect(timesOf(bounds({ span: 6 * hour }, now))).toBe('08:38–14:38');
  expect(timesOf(bounds({ span: 7 * day }, now))).toBe('12 Nov 14:38 – 19 Nov 14:38');
  expect(nameOfEarlier('week', hour, now)).toBe('last Thursday');
  expect(nameOfEarlier('before', 6 * hour, now)).toBe('the 6 h before');
});

test('the earlier period never overlaps, and a week keeps the weekday', () => {
  expect(shiftOf('nothing', hour)).toBeUndefined();
  expect(shiftOf('before', 6 * hour)).toBe(6 * hour);
  expect(shiftOf('week', 6 * hour)).toBe(7 * day);
  expect(shiftOf('week', 30 * day)).toBe(35 * day);
  expect(shiftOf('year', 30 * day)).toBe(364 * day);
  expect(shiftOf('year', 365 * day)).toBe(728 * day);
  expect(nameOfEarlier('year', day, now)).toBe('a year before');
});

test('zoom takes either direction and refuses what is too short', () => {
  expect(zoomed(50_000, 20_000)).toEqual({ from: 20_000, to: 50_000 });
  expect(zoomed(20_000, 25_000)).toBeUndefined();
});

test('earlier and later, back to now', () => {
  const earlier = moved({ span: hour }, -1, now);
  expect(earlier).toEqual({ from: now - 1.5 * hour, to: now - hour / 2 });
  expect(moved(earlier, 1, now)).toEqual({ span: hour });
});
