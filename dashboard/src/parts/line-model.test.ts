import type { EventItem } from '@fettle/shared/api/events';
import { expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from '../state/example.ts';
import { type LineIncident, lineOf } from './line-model.ts';

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

test('bars at one time take lanes of their own; those beyond have no place, and are counted in the words', () => {
  const devices = Array.from({ length: 9 }, (_, i) =>
    device({ id: `d${i}`, state: 'offline', stateSince: now - hour }),
  );
  const { bars, words } = lineOf(devices, [], now);
  expect(new Set(bars.map(({ lane }) => lane))).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(bars.filter(({ label }) => label !== '')).toHaveLength(5);
  expect(words).toContain('9 incidents or silences');
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

const incident = (some: Partial<LineIncident> = {}): LineIncident => ({
  device: 'd1',
  deviceName: 'ber-db-02',
  words: '/var is 91 % full',
  severity: 'critical',
  worst: 'critical',
  openedAt: now - 6 * hour,
  resolvedAt: null,
  quiet: null,
  ...some,
});

test('an incident is a bar as long as it was open, in the colour of what it is or of what was put right', () => {
  const over = incident({ openedAt: now - 12 * hour, resolvedAt: now - 9 * hour });
  const { bars } = lineOf([device()], [], now, { incidents: [incident(), over] });
  expect(bars).toMatchObject([
    { shape: 'critical', from: at(6), to: 1, label: '/var is 91 % full' },
    { shape: 'right', from: at(12), to: at(9) },
  ]);
});

test('with incidents known, troubles are not drawn besides, nor the quiet ones, nor a silence that has its incident', () => {
  const sick = device({ troubles: [exampleTrouble('critical', '/var is full')] });
  expect(lineOf([sick], [], now, { incidents: [] }).bars).toEqual([]);
  const quiet = incident({ quiet: { by: 'flapping', since: now } });
  expect(lineOf([device()], [], now, { incidents: [quiet] }).bars).toEqual([]);
  const gone = device({ state: 'offline', stateSince: now - 6 * hour });
  expect(lineOf([gone], [], now, { incidents: [incident()] }).bars).toMatchObject([{ shape: 'critical' }]);
});

test('of more incidents at once than there are lanes the worst have a place', () => {
  const many = Array.from({ length: 8 }, (_, n) => incident({ severity: n === 7 ? 'critical' : 'warning' }));
  const { bars } = lineOf([device()], [], now, { incidents: many });
  expect(bars).toHaveLength(5);
  expect(bars[0]?.shape).toBe('critical');
});

test('windows are blocks', () => {
  const window = { window: 'w', name: 'Kernel updates', reason: '', from: now - 4 * hour, to: now - 2 * hour };
  expect(lineOf([device()], [], now, { windows: [{ ...window, note: null }] }).windows).toEqual([
    { from: at(4), to: at(2), words: 'Kernel updates, 10:38 to 12:38' },
  ]);
});
