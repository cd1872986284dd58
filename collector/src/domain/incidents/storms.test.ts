import type { DeviceId, IncidentId, RuleId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { stormsOf } from './storms.ts';

const settings = { devices: 3, withinMs: 60_000 };
const one = (device: string, seconds: number, storm: string | null = null, rule = 'cpu') => ({
  id: `i${device}${seconds}` as IncidentId,
  rule: rule as RuleId,
  device: `d${device}` as DeviceId,
  openedAt: seconds * 1_000,
  storm,
});

test('one rule on three devices within a minute; more of it join, later ones do not', () => {
  const all = [one('a', 100), one('b', 160), one('c', 130), one('d', 220), one('e', 281)];
  expect(Object.fromEntries(stormsOf(all.toReversed(), settings))).toEqual({
    ia100: 'cpu@100000',
    ib160: 'cpu@100000',
    ic130: 'cpu@100000',
  });
  const marked = all.map((incident) => ({ ...incident, storm: stormsOf(all, settings).get(incident.id) ?? null }));
  expect(Object.fromEntries(stormsOf(marked, settings))).toMatchObject({ id220: 'cpu@100000' });
});

test('one device is none, and neither are several rules', () => {
  expect(stormsOf([one('a', 1), one('a', 2), one('a', 3)], settings).size).toBe(0);
  expect(stormsOf([one('a', 1), one('b', 2, null, 'disk'), one('c', 3)], settings).size).toBe(0);
});

test('what is left of a storm keeps its name', () => {
  expect(Object.fromEntries(stormsOf([one('a', 1, 'cpu@0'), one('b', 2, 'cpu@0')], settings))).toEqual({
    ia1: 'cpu@0',
    ib2: 'cpu@0',
  });
});
