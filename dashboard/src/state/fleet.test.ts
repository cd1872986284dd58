import { beforeEach, expect, test } from 'vitest';
import { exampleDevice } from './example.ts';
import { columns, fleetOf, sparksOf, withEvent, withLive } from './fleet.ts';

let sequence = 0;
beforeEach(() => {
  sequence = 0;
});
const event = () => ({ sequence: ++sequence, time: 0, kind: 'x', device: null, site: null, detail: {} });

test('an event comes once, newest first', () => {
  const [a, b, c] = [event(), event(), event()];
  const list = [b, a, c, b].reduce(withEvent, [] as readonly ReturnType<typeof event>[]);
  expect(list.map((one) => one.sequence)).toEqual([3, 2, 1]);
});

test('the fullest of several file systems, at each time', () => {
  const { id } = exampleDevice(0);
  const disk = (points: [number, number | null][]) => ({ device: id, metric: columns.disk, attributes: {}, points });
  const sparks = sparksOf([
    disk([
      [0, 0.1],
      [60, 0.9],
      [120, null],
    ]),
    disk([
      [0, 0.5],
      [60, null],
      [120, 0.2],
    ]),
    { ...disk([[0, 1]]), metric: 'unheard.of' },
  ]);
  expect(sparks.get(id)).toEqual({
    cpu: [],
    memory: [],
    disk: [
      [0, 0.5],
      [60, 0.9],
      [120, 0.2],
    ],
  });
});

const detail = {
  state: 'offline' as const,
  stateSince: 5,
  silence: 'cut' as const,
  lastSeen: 4,
  interval: 10_000,
  troubles: [],
};
const two = () =>
  fleetOf({
    groups: ['berlin', 'porto'],
    cells: [
      ['d1', 'a', 1],
      ['d2', 'b', 0, detail],
    ],
    total: 2,
    newest: 9,
    interval: 10_000,
    oldest: 1,
    keys: [],
  });

test('a cell is a device with its site; what is not said is that all is in order', () => {
  const { devices } = two();
  expect(devices.get('d1')).toMatchObject({ site: 'porto', state: 'online', lastSeen: 9, troubles: [] });
  expect(devices.get('d2')).toMatchObject({ site: 'berlin', state: 'offline', lastSeen: 4 });
});

test('a live message changes only those it names, and the devices stay the same when it names none', () => {
  const before = two();
  const calm = withLive(before, { cells: [], items: [], total: 2, newest: 12 });
  expect(calm?.newest).toBe(12);
  expect(calm?.devices).toBe(before.devices);
  const same = withLive(before, { cells: [{ id: 'd1', name: 'a', detail: null }], items: [], total: 2, newest: 12 });
  expect(same?.devices).toBe(before.devices);
  const back = withLive(before, { cells: [{ id: 'd2', name: 'b', detail: null }], items: [], total: 2, newest: 12 });
  expect(back?.devices.get('d2')).toMatchObject({ state: 'online', site: 'berlin' });
  expect([...(back?.devices.keys() ?? [])]).toEqual(['d1', 'd2']);
});

test('the list is read anew when a device came, went or has another name', () => {
  const cell = { id: 'd1', name: 'a', detail: null };
  expect(withLive(two(), { cells: [], items: [], total: 3, newest: 12 })).toBeNull();
  expect(withLive(two(), { cells: [{ ...cell, id: 'd9' }], items: [], total: 2, newest: 12 })).toBeNull();
  expect(withLive(two(), { cells: [{ ...cell, name: 'z' }], items: [], total: 2, newest: 12 })).toBeNull();
});
