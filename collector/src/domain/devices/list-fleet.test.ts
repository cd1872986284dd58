import type { Device } from '@fettle/shared/api/devices';
import { expect, test } from 'vitest';
import { fleetOf } from './list-fleet.ts';

const device = (name: string, some: Partial<Device> = {}): Device => ({
  id: `d${name.padStart(26, '0')}`,
  name,
  kind: 'server',
  os: '',
  agentVersion: '',
  state: 'online',
  stateSince: 1,
  silence: null,
  lastSeen: 9,
  site: 'berlin',
  labels: { role: 'db' },
  interval: 10_000,
  clockOffset: 0,
  enrolledAt: 2,
  troubles: [],
  vitals: { cpu: 0.1, memory: 0.1, disk: 0.1 },
  version: 1,
  ...some,
});
const every = () => true;

test('a device in order is an id, a name and a place; what is not says why; by name, numbers as numbers', () => {
  const offline = device('n10', { state: 'offline', silence: 'cut', site: 'porto', lastSeen: 4, enrolledAt: 1 });
  const fleet = fleetOf([offline, device('n9')], every, 'site');
  expect(fleet.groups).toEqual(['berlin', 'porto']);
  expect(fleet.cells).toEqual([
    [device('n9').id, 'n9', 0],
    [
      offline.id,
      'n10',
      1,
      { state: 'offline', stateSince: 1, silence: 'cut', lastSeen: 4, interval: 10_000, troubles: [] },
    ],
  ]);
  expect(fleet).toMatchObject({ total: 2, newest: 9, oldest: 1, interval: 10_000, keys: ['role'] });
});

test('groups by a label, those without it together; totals are of all, chosen or not', () => {
  const all = [device('a'), device('b', { labels: { role: 'web' } }), device('c', { labels: {} })];
  const fleet = fleetOf(all, ({ name }) => name !== 'a', 'role');
  expect(fleet.groups).toEqual(['web', '']);
  expect(fleet.cells.map(([, name, place]) => [name, fleet.groups[place]])).toEqual([
    ['b', 'web'],
    ['c', ''],
  ]);
  expect(fleet.total).toBe(3);
  expect(fleetOf(all, every, 'toString').groups).toEqual(['']);
});

test('two thousand devices are at most 100 KB', () => {
  const many = Array.from({ length: 2_000 }, (_, n) => device(`ber-db-${n}`));
  expect(JSON.stringify(fleetOf(many, every, 'site')).length).toBeLessThan(100_000);
});
