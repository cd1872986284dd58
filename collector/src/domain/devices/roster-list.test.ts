import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { withLater, withRead, withSeen } from './roster-list.ts';
import type { Device } from './types.ts';

const deviceOf = (name: string, change: Partial<Device> = {}) =>
  ({
    id: `d${name}` as DeviceId,
    name,
    site: 's',
    labels: { ring: '1' },
    lastSeen: 5,
    version: 1,
    ...change,
  }) as Device;
const seen = { interval: 1_000, clockOffset: 0, agentVersion: '1' };
const [a, b, c] = ['a', 'b', 'c'].map((name) => deviceOf(name)) as [Device, Device, Device];

test('what was read as it was known is the same list', () => {
  const list = [a, b];
  expect(withRead(list, [{ ...a, labels: { ring: '1' } }])).toBe(list);
});

test('what is another is put in its place, what is new or has another name is sorted in', () => {
  const list = [a, c];
  expect(withRead(list, [deviceOf('c', { site: 't' })]).map(({ name, site }) => name + site)).toEqual(['as', 'ct']);
  expect(withRead(list, [b]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(withRead(list, [{ ...a, name: 'z' }]).map(({ name }) => name)).toEqual(['c', 'z']);
  expect(list).toEqual([a, c]);
});

test('a sighting that was taken over meanwhile is later than what was read', () => {
  const list = withSeen([a, b], [{ id: b.id, lastSeen: 9, ...seen }]);
  expect(withRead(list, [deviceOf('b', { site: 't' })])[1]).toMatchObject({ site: 't', lastSeen: 9 });
  expect(withLater([a, b], list).map(({ lastSeen }) => lastSeen)).toEqual([5, 9]);
  expect(withSeen(list, [{ id: b.id, lastSeen: 8, ...seen }])[1]?.lastSeen).toBe(9);
});
