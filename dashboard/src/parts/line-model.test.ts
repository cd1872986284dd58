import type { EventItem } from '@fettle/shared/api/events';
import { expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from '../state/example.ts';
import { lineOf } from './line-model.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
const hour = 3_600_000;
let sequence = 0;
const event = (kind: string, hoursAgo: number, detail = {}, device = 'd1'): EventItem => ({
  sequence: sequence++,
  time: now - hoursAgo * hour,
  kind,
  device,
  site: 'berlin',
  detail,
});
const device = (some = {}) => exampleDevice(now, { id: 'd1', ...some });
const at = (hoursAgo: number) => 1 - hoursAgo / 24;

test('a silence is a bar and breaks the base line of its device', () => {
  const events = [
    event('device.state', 4, { from: 'offline', to: 'online' }),
    event('device.state', 6, { from: 'late', to: 'offline' }),
  ];
  const line = lineOf([device()], events, now);
  expect(line.cuts).toEqual([{ from: at(6), to: at(4) }]);
  expect(line.bars).toEqual([{ shape: 'unknown', from: at(6), to: at(4), lane: 0, label: '' }]);
});

test('the base line of a fleet breaks only where nobody speaks', () => {
  const events = [event('device.state', 6, { from: 'online', to: 'offline' })];
  const gone = device({ state: 'offline', stateSince: now - 6 * hour });
  const line = lineOf([gone, device({ id: 'd2' })], events, now);
  expect(line.cuts).toEqual([]);
  expect(line.bars).toMatchObject([{ from: at(6), to: 1 }]);
});

test('a silence that began before the line begins at its left edge', () => {
  expect(lineOf([device({ state: 'offline', stateSince: now - 90 * hour })], [], now).cuts).toEqual([
    { from: 0, to: 1 },
  ]);
  const back = [event('device.state', 12, { from: 'offline', to: 'online' })];
  expect(lineOf([device()], back, now).cuts).toEqual([{ from: 0, to: 0.5 }]);
});

test('a goodbye is not drawn as trouble', () => {
  const line = lineOf([device({ state: 'stopped', stateSince: now - hour })], [], now);
  expect(line.bars).toEqual([]);
  expect(line.cuts).toHaveLength(1);
});

test('a trouble stands at the right edge: since when is not known', () => {
  const sick = device({ troubles: [exampleTrouble('critical', '/var is full')] });
  const bar = { shape: 'critical', from: 1, to: 1, lane: 0 };
  expect(lineOf([sick], [], now).bars).toEqual([{ ...bar, label: '/var is full' }]);
  expect(lineOf([sick, device({ id: 'd2' })], [], now).bars).toEqual([{ ...bar, label: 'ber-db-02' }]);
});

test('of several devices in trouble the worst is named and the others counted', () => {
  const sick = (id: string, severity: 'warning' | 'critical') =>
    device({ id, name: id, troubles: [exampleTrouble(severity, 'w')] });
  const { bars } = lineOf([sick('a', 'warning'), sick('b', 'critical'), sick('c', 'warning')], [], now);
  expect(bars).toEqual([{ shape: 'critical', from: 1, to: 1, lane: 0, label: 'b and 2 more' }]);
});

test('bars at one time take lanes of their own; none is left out for want of room', () => {
  const devices = Array.from({ length: 9 }, (_, i) =>
    device({ id: `d${i}`, state: 'offline', stateSince: now - hour }),
  );
  const { bars } = lineOf(devices, [], now);
  expect(new Set(bars.map(({ lane }) => lane))).toEqual(new Set([0, 1, 2]));
  expect(bars).toHaveLength(9);
  expect(bars.filter(({ label }) => label !== '')).toHaveLength(3);
});

test('a bar goes where it does not lie on the label of another', () => {
  const events = [
    event('device.state', 2, { from: 'offline', to: 'online' }),
    event('device.state', 3, { from: 'online', to: 'offline' }),
  ];
  const sick = device({ troubles: [exampleTrouble('critical', 'The database is full')] });
  expect(lineOf([sick], events, now).bars.map(({ lane, label }) => [lane, label])).toEqual([
    [0, 'The database is full'],
    [1, ''],
  ]);
});

test('changes are rings; what lies too near together is one', () => {
  const events = [
    event('device.restarted', 3),
    event('device.restarted', 3.01),
    event('facts.changed', 1),
    event('token.created', 2),
  ];
  const { rings } = lineOf([device()], events, now);
  expect(rings.map(({ words }) => words)).toEqual(['11:37 ber-db-02 restarted', '13:38 ber-db-02 facts changed']);
});

test('says where history begins', () => {
  const young = lineOf([device({ enrolledAt: now - 6 * hour })], [], now);
  expect(young.begins).toBe(0.75);
  expect(young.words).toBe('Known since 08:38: nothing happened.');
  expect(lineOf([device()], [], now).words).toBe('Last 24 hours: nothing happened.');
});

test('hours are round, midnight has the name of the day', () => {
  const { hours } = lineOf([device()], [], now);
  expect(hours.map(({ label }) => label)).toEqual([
    '15:00',
    '18:00',
    '21:00',
    'Thu',
    '03:00',
    '06:00',
    '09:00',
    '12:00',
  ]);
});
