import type { Process } from '@fettle/shared/api/devices';
import type { IncidentId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Incident } from '../types.ts';
import { type BreachSheet, likelyCauses } from './likely-causes.ts';

const minute = 60_000;
const time = 100 * minute;
const incident = (fields: Partial<Incident> = {}) =>
  ({
    id: 'i1',
    device: 'da',
    deviceName: 'web-1',
    metric: 'system.memory.utilization',
    reason: 'value',
    words: 'memory is 96 % used',
    openedAt: time,
    hushes: { window: null, cause: null, flapping: null, snoozed: null },
    ...fields,
  }) as Incident;
const process = (pid: number, name: string, memory: number | null, cpu = 0): Process => ({
  pid,
  start: 1,
  name,
  cpu,
  memory,
  io: null,
});
const sheet = (fields: Partial<BreachSheet> = {}): BreachSheet => ({
  incident: incident(),
  time,
  cause: null,
  others: [],
  before: null,
  atBreach: null,
  points: [],
  changes: [],
  restartedAt: null,
  altered: [],
  ...fields,
});
const words = (fields: Partial<BreachSheet>) => likelyCauses(sheet(fields)).map((one) => one.words);
const gib = 2 ** 30;

test('nothing is known: nothing is said', () => {
  expect(words({})).toEqual([]);
});

test('the process that grew most, not the largest; one that began meanwhile grew from nothing', () => {
  const before = { time: time - 5 * minute, items: [process(1, 'postgres', 6 * gib), process(2, 'node', gib)] };
  const atBreach = { time, items: [process(1, 'postgres', 6.5 * gib), process(2, 'node', 4 * gib)] };
  const [cause] = likelyCauses(sheet({ before, atBreach }));
  expect(cause).toEqual({
    words: 'node (2) took 3.00 GiB of memory more than 5 minutes before',
    shownBy: 'the top processes: 1.00 GiB then, 4.00 GiB at the breach',
    link: '/devices/da',
  });
  const begun = { time, items: [process(1, 'postgres', 6.5 * gib), process(3, 'convert', 5 * gib)] };
  expect(words({ before, atBreach: begun })[0]).toMatch(/^convert \(3\) took 5\.00 GiB/);
});

test('without an earlier table the one that took most; what is too little, or not measured, is no cause', () => {
  expect(words({ atBreach: { time, items: [process(1, 'a', gib), process(2, 'b', 2 * gib)] } })).toEqual([
    'b (2) took most: 2.00 GiB of memory',
  ]);
  expect(words({ atBreach: { time, items: [process(1, 'a', 2 ** 20), process(2, 'b', null)] } })).toEqual([]);
  const state = incident({ metric: 'systemd.unit.state', reason: 'state' });
  expect(words({ incident: state, atBreach: { time, items: [process(1, 'a', gib, 4)] } })).toEqual([]);
});

test('what it follows from comes first, then a restart, what opened just before, what changed', () => {
  const other = (id: string, openedAt: number) => incident({ id: id as IncidentId, openedAt, words: `trouble ${id}` });
  const found = likelyCauses(
    sheet({
      cause: incident({ id: 'ir' as IncidentId, deviceName: 'gate', words: 'Device offline' }),
      restartedAt: time - 2 * minute,
      others: [other('i4', time - 4 * minute), other('i6', time - 6 * minute), other('ilate', time + 1)],
      changes: [
        { time: time - 20 * minute, names: ['os.kernel'] },
        { time: time - 12 * minute, names: ['a', 'b', 'c', 'd'] },
      ],
    }),
  );
  expect(found.map((one) => one.words)).toEqual([
    'It follows from gate: Device offline',
    'web-1 was restarted 2 minutes before',
    'It began with: trouble i4',
    'The device changed 12 minutes before: a, b, c and 1 more',
  ]);
  expect(found.map(({ link }) => link)).toEqual(['/incidents/ir', '/devices/da', '/incidents/i4', '/devices/da']);
  expect(found.every(({ shownBy }) => shownBy !== '')).toBe(true);
});

test('how fast it rose, where that is known for ten minutes at least', () => {
  const rising = (from: number) =>
    [
      [from, 0.5],
      [time - minute, null],
      [time, 0.96],
      [time + minute, 0.99],
    ] as [number, number | null][];
  expect(words({ points: rising(time - 60 * minute) })).toEqual(['It grew by 46 % in 1 hour']);
  expect(words({ points: rising(time - 9 * minute) })).toEqual([]);
});
