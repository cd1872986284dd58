import { describe, expect, test } from 'vitest';
import { type Link, patience, stateOf } from './state.ts';

const now = 1_790_812_800_000;
const link = (fields: Partial<Link>): Link => ({
  current: 'online',
  connected: true,
  lastFrameAt: now,
  interval: 10_000,
  goodbye: false,
  now,
  ...fields,
});

test('a device may be silent for three intervals, five seconds at least', () => {
  expect([1_000, 2_000, 10_000, 60_000].map(patience)).toEqual([5_000, 6_000, 30_000, 180_000]);
});

describe.each<[name: string, fields: Partial<Link>, state: Link['current']]>([
  ['a frame just came', {}, 'online'],
  ['a frame came three intervals ago', { lastFrameAt: now - 30_000 }, 'online'],
  ['connected, silent longer', { lastFrameAt: now - 30_001 }, 'late'],
  ['connection lost, a frame came lately', { connected: false, lastFrameAt: now - 30_000 }, 'online'],
  ['connection lost, silent longer', { connected: false, lastFrameAt: now - 30_001 }, 'offline'],
  ['measured each second, silent for five', { interval: 1_000, lastFrameAt: now - 5_000 }, 'online'],
  ['measured each second, silent longer', { interval: 1_000, lastFrameAt: now - 5_001 }, 'late'],
  ['said goodbye', { connected: false, goodbye: true }, 'stopped'],
  ['said goodbye long ago', { connected: false, goodbye: true, lastFrameAt: now - 9e9 }, 'stopped'],
  ['said goodbye and never sent a frame', { connected: false, goodbye: true, lastFrameAt: null }, 'stopped'],
  ['connected, never sent a frame', { current: 'unknown', lastFrameAt: null }, 'unknown'],
  ['not connected, never sent a frame', { current: 'unknown', connected: false, lastFrameAt: null }, 'unknown'],
  ['a frame from ahead of the clock', { lastFrameAt: now + 5_000 }, 'online'],
  ['retired and connected', { current: 'retired' }, 'retired'],
  ['quarantined and connected', { current: 'quarantined' }, 'quarantined'],
  ['quarantined and silent', { current: 'quarantined', connected: false, lastFrameAt: now - 9e9 }, 'quarantined'],
])('%s', (_name, fields, state) => {
  test(`is ${state}`, () => expect(stateOf(link(fields))).toBe(state));
});

describe('what nothing can be said of yet stays what it was', () => {
  const silent = { connected: false, lastFrameAt: now - 3_600_000 };

  test.each(['online', 'late', 'offline', 'stopped'] as const)('%s, the collector has just started', (current) => {
    expect(stateOf(link({ ...silent, current, listeningSince: now - 30_000 }))).toBe(current);
    expect(stateOf(link({ ...silent, current, listeningSince: now - 30_001 }))).toBe('offline');
  });

  test('offline, the connection is back and owes its first frame', () => {
    const back = { ...silent, connected: true, current: 'offline' } as const;
    expect(stateOf(link({ ...back, connectedSince: now - 30_000 }))).toBe('offline');
    expect(stateOf(link({ ...back, connectedSince: now - 30_001 }))).toBe('late');
    expect(stateOf(link(back))).toBe('late');
    expect(stateOf(link({ ...back, connectedSince: now - 1_000, lastFrameAt: now }))).toBe('online');
  });
});
