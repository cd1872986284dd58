import type { ChangeItem } from '@fettle/shared/api/changes';
import type { Incident } from '@fettle/shared/api/incidents';
import { expect, test } from 'vitest';
import { happenings, marksOf } from './overlay.ts';
import { onShown } from './read.ts';

const span = { from: 0, to: 100_000 };
const incident = (id: string, openedAt: number, device = 'd1') =>
  ({ id, device, deviceName: 'db-01', words: '/var is full', worst: 'critical', openedAt }) as Incident;
const change = (id: string, time: number, some: Partial<ChangeItem> = {}): ChangeItem => ({
  id,
  time,
  kind: 'facts',
  device: 'd1',
  deviceName: 'db-01',
  site: '',
  words: 'kernel changed',
  by: null,
  link: null,
  outcome: null,
  ...some,
});
const window = { window: 'w', name: 'Patches', reason: '', from: -5_000, to: 20_000, note: null };

test('incidents, changes, runs and windows of the time, newest first; layers that are off are not there', () => {
  const found = {
    incidents: [incident('i1', 50_000), incident('i0', -1)],
    changes: [change('c1', 60_000), change('r1', 70_000, { kind: 'run', outcome: 'failed', link: '/runs/r1' })],
    windows: [window],
  };
  expect(happenings(found, [], span).map(({ key, layer, shape, link }) => [key, layer, shape, link])).toEqual([
    ['r1', 'runs', 'critical', '/runs/r1'],
    ['c1', 'changes', 'change', null],
    ['i1', 'incidents', 'critical', '/incidents/i1'],
    ['w -5000', 'windows', 'window', '/windows/w'],
  ]);
  expect(happenings(found, ['runs', 'windows'], span).map(({ key }) => key)).toEqual(['c1', 'i1']);
});

test('marks of a kind that would lie on each other are one with their number; a change beside an incident stays itself', () => {
  const changes = [change('a', 10_000), change('b', 10_900), change('c', 11_000), change('d', 40_000)];
  const all = happenings({ incidents: [incident('i', 10_100)], changes, windows: [window] }, [], span);
  expect(marksOf(all, span, false).map(({ time, kind, label }) => [time, kind, label])).toEqual(
    expect.arrayContaining([
      [10_000, 'change', '3 changes'],
      [40_000, 'change', 'db-01: kernel changed'],
      [10_100, 'critical', 'db-01: /var is full'],
    ]),
  );
  expect(marksOf(all, span, true).find(({ kind }) => kind === 'critical')?.label).toBe('/var is full');
});

test('only what happened on the devices that are shown lies over their lines', () => {
  const found = {
    incidents: [incident('i', 1), incident('other', 2, 'd9')],
    changes: [change('c', 1, { device: 'd9' })],
    windows: [window],
  };
  const shown = onShown(found, new Set(['d1']));
  expect([shown.incidents.map(({ id }) => id), shown.changes, shown.windows]).toEqual([['i'], [], [window]]);
});
