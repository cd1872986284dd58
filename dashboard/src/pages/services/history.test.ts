import type { ServiceState, Stretch } from '@fettle/shared/api/services';
import { expect, test } from 'vitest';
import { monthsBefore, monthsOf, serviceLine, worse } from './history.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = (...time: [number, number, number, number?]) => new Date(...time).getTime();
const stretch = (from: number, to: number, state: ServiceState): Stretch => ({ from, to, state, causes: [] });
const now = at(2026, 10, 30, 12);

test('a month sums its states to the millisecond; an outage over midnight and over the end of a month lies in both', () => {
  const out = stretch(at(2026, 9, 31, 23), at(2026, 10, 1, 1), 'down');
  const items = [
    stretch(at(2026, 9, 10), out.from, 'in-order'),
    out,
    stretch(out.to, out.to + 7_001, 'degraded'),
    stretch(out.to + 7_001, now - hour, 'in-order'),
    stretch(now - hour, now, 'window'),
  ];
  const [november, october, september] = monthsOf(items, now);
  expect(november?.days).toHaveLength(30);
  expect([november?.downMs, november?.degradedMs]).toEqual([hour, 7_001]);
  expect(november?.measuredMs).toBe(now - hour - at(2026, 10, 1));
  expect(november?.days[0]).toMatchObject({ state: 'down', downMs: hour });
  expect(november?.days[1]?.state).toBe('in-order');
  expect(november?.days[29]?.state).toBe('window');
  expect(october?.days[30]).toMatchObject({ state: 'down', downMs: hour });
  expect(october?.days[8]?.state).toBeNull();
  expect([september?.measuredMs, september?.days[0]?.state]).toEqual([0, null]);
  expect(monthsBefore(now, 11)).toBe(at(2025, 11, 1));
});

test('the worst of a day is what it is called', () => {
  expect(worse('in-order', 'window')).toBe('window');
  expect(worse('down', 'degraded')).toBe('down');
  expect(worse('unknown', 'degraded')).toBe('degraded');
});

test('the line: what was out as bars, planned outage as blocks, changes as rings and runs as ticks', () => {
  const items = [
    stretch(now - 40 * hour, now - 3 * hour, 'in-order'),
    {
      ...stretch(now - 3 * hour, now - hour, 'down'),
      causes: [{ kind: 'away' as const, id: 'd', device: 'd', words: 'db-01 does not speak', since: 0 }],
    },
    stretch(now - hour, now - 30 * minute, 'window'),
    stretch(now - 30 * minute, now, 'in-order'),
  ];
  const changes = [
    { time: now - 4 * hour, words: 'kernel', kind: 'facts', failed: false },
    { time: now - 2 * hour, words: 'cleaned', kind: 'run', failed: true },
    { time: now - 30 * hour, words: 'old', kind: 'facts', failed: false },
  ];
  const line = serviceLine(items, changes, now);
  expect(line.bars).toHaveLength(1);
  expect(line.bars[0]).toMatchObject({ shape: 'critical', label: 'db-01 does not speak' });
  expect(line.bars[0]?.from).toBeCloseTo(21 / 24, 9);
  expect([line.windows.length, line.rings.length, line.ticks.map(({ failed }) => failed)]).toEqual([1, 1, [true]]);
  expect(line.begins).toBe(0);
  expect(serviceLine(items.slice(1), [], now).begins).toBeCloseTo(21 / 24, 9);
});
