import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { silenceOf, silentSites } from './silence.ts';

describe('what kind of silence', () => {
  test.each([
    ['online', null, null],
    ['late', { goodbye: null, how: 'closed' }, null],
    ['stopped', { goodbye: 'stop', how: 'closed' }, 'stopped'],
    ['stopped', { goodbye: 'shutdown', how: 'closed' }, 'shutdown'],
    ['stopped', null, 'stopped'],
    ['offline', { goodbye: null, how: 'closed' }, 'died'],
    ['offline', { goodbye: null, how: 'lost' }, 'cut'],
    ['offline', null, null],
    ['unreachable', { goodbye: null, how: 'closed' }, 'site'],
  ] as const)('%s, %o: %s', (state, ending, kind) => {
    expect(silenceOf(state, ending)).toBe(kind);
  });
});

describe('silent sites', () => {
  const device = (site: string, state: 'online' | 'offline' | 'unreachable' | 'stopped' | 'unknown', silentSince = 0) =>
    ({ id: 'd' as DeviceId, site, state, silentSince }) as const;

  test('all devices silent at about the same time', () => {
    const found = silentSites([
      device('berlin', 'offline', 1_000),
      device('berlin', 'unreachable', 90_000),
      device('porto', 'offline'),
      device('porto', 'online'),
    ]);
    expect([...found]).toEqual(['berlin']);
  });

  test('one device alone says nothing, nor those that fell at different times', () => {
    expect(silentSites([device('berlin', 'offline')]).size).toBe(0);
    expect(silentSites([device('berlin', 'offline', 0), device('berlin', 'offline', 3_600_000)]).size).toBe(0);
  });

  test('devices that stopped on purpose or never spoke do not count', () => {
    const found = silentSites([device('berlin', 'offline'), device('berlin', 'stopped'), device('berlin', 'unknown')]);
    expect(found.size).toBe(0);
  });
});
