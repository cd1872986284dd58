import { type Device, deviceStates } from '@fettle/shared/api/devices';
import { describe, expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from './example.ts';
import { byHurt, standingOf } from './standing.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();

test('in order says nothing', () => {
  expect(standingOf(exampleDevice(now), now)).toEqual({ shape: 'order', word: 'in order', why: '', rank: 0 });
});

test('the worst trouble speaks, the others are counted', () => {
  const troubles = [exampleTrouble('critical', '/var is 91.4 % full'), exampleTrouble('warning', 'swap is 80 % full')];
  expect(standingOf(exampleDevice(now, { troubles }), now)).toMatchObject({
    shape: 'critical',
    why: '/var is 91.4 % full, and 1 more',
  });
});

test('silence is never drawn as good or bad', () => {
  for (const state of ['offline', 'unreachable', 'unknown', 'late'] as const) {
    expect(standingOf(exampleDevice(now, { state }), now).shape).toBe('unknown');
  }
  const silent = exampleDevice(now, { state: 'offline', stateSince: now - 17 * 60_000 });
  expect(standingOf(silent, now).why).toBe('Silent since 14:21, without a goodbye');
  expect(standingOf(exampleDevice(now, { state: 'late', lastSeen: now - 45_000 }), now).why).toBe(
    'No frame since 14:37:15; one is due every 10 s',
  );
  expect(standingOf(exampleDevice(now, { state: 'unknown', lastSeen: null }), now).word).toBe('not yet');
});

test('every state has its word', () => {
  const words = deviceStates.map((state) => standingOf(exampleDevice(now, { state }), now).word);
  expect(new Set(words).size).toBe(words.length);
});

test('sorts by what hurts, then by nearness to a limit, then by name', () => {
  const device = (name: string, some = {}) => exampleDevice(now, { name, id: `d${name}`, ...some });
  const sorted = byHurt(
    [
      device('b'),
      device('a10'),
      device('a2'),
      device('full', { vitals: { cpu: 0.1, memory: 0.95, disk: null } }),
      device('warm', { troubles: [exampleTrouble('warning', 'w')] }),
      device('gone', { state: 'offline' }),
      device('sick', { troubles: [exampleTrouble('critical', 'c')] }),
    ],
    now,
  );
  expect(sorted.map((one) => one.device.name)).toEqual(['sick', 'gone', 'warm', 'b', 'a10', 'a2', 'full']);
});

describe('kinds of silence', () => {
  const why = (some: Partial<Device>) =>
    standingOf(exampleDevice(now, { stateSince: now - 3_600_000, ...some }), now).why;

  test('are told as far as they are known', () => {
    expect(why({ state: 'offline', silence: 'died' })).toMatch(
      /^Its agent ended .* without a goodbye; the device itself was up$/,
    );
    expect(why({ state: 'offline', silence: 'cut' })).toMatch(
      /^Nothing answers since .*: it is off, or its link is cut$/,
    );
    expect(why({ state: 'offline', silence: null })).toMatch(/^Silent since .*, without a goodbye$/);
    expect(why({ state: 'unreachable', silence: 'site' })).toMatch(/^Its whole site is silent since /);
    expect(why({ state: 'stopped', silence: 'shutdown' })).toMatch(/^Shut down, /);
    expect(why({ state: 'stopped', silence: 'stopped' })).toMatch(/^Agent stopped on purpose, /);
  });
});
