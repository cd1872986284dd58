import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Device, DeviceStore, StateMove } from '../../domain/devices/index.ts';
import { createPresence } from '../gateway/presence.ts';
import { updateStates } from './states.ts';

const id = (letter: string) => `d${letter.repeat(26)}` as DeviceId;

/** Two devices in Berlin, one in Porto, online and measured every 10 s; their states as a store keeps them. */
function fleet() {
  const devices = [id('a'), id('b'), id('c')].map(
    (one, i) =>
      ({ id: one, site: i < 2 ? 'berlin' : 'porto', state: 'online', lastSeen: 0, interval: 10_000 }) as Device,
  );
  const told: unknown[] = [];
  const refused: DeviceId[] = [];
  const store = {
    devices: async () => devices,
    setStates: async (moves: readonly StateMove[]) => {
      for (const { id: one, from, to, event } of moves) {
        const place = devices.findIndex((device) => device.id === one);
        expect(devices[place]?.state).toBe(from);
        devices[place] = { ...(devices[place] as Device), state: to };
        told.push(event.detail);
      }
      return new Set(moves.map((move) => move.id));
    },
  } as unknown as DeviceStore;
  const presence = createPresence();
  for (const { id: one } of devices) presence.connected(one, 0, { version: '0.1.0', interval: 10_000 });
  const frame = (one: DeviceId, now: number) => presence.change(one, 'frame', { lastFrame: now, lastHeard: now });
  const gone = (one: DeviceId, now: number, ending: { goodbye: 'shutdown' | null; how: 'closed' | 'lost' }) =>
    presence.change(one, 'disconnected', { connected: false, since: now, goodbye: ending.goodbye, ending });
  const at = (now: number) =>
    updateStates({ store, presence, now, listeningSince: 0, refuse: (one) => void refused.push(one) });
  return { devices, told, frame, gone, at, presence, refused };
}

describe('states by what was heard', () => {
  test('one that was ended while it is connected is refused, and its state stays', async () => {
    const { devices, frame, at, refused, gone } = fleet();
    frame(id('a'), 100_000);
    devices[0] = { ...(devices[0] as Device), state: 'retired' };
    await at(100_500);
    expect(refused).toEqual([id('a')]);
    gone(id('a'), 101_000, { goodbye: null, how: 'closed' });
    await at(102_000);
    expect([refused.length, devices[0]?.state]).toEqual([1, 'retired']);
  });

  test('one device dies: the machine was up', async () => {
    const { told, frame, gone, at } = fleet();
    for (const one of [id('a'), id('b'), id('c')]) frame(one, 100_000);
    gone(id('a'), 101_000, { goodbye: null, how: 'closed' });
    for (const one of [id('b'), id('c')]) frame(one, 140_000);
    expect(await at(140_000)).toEqual([id('a')]);
    expect(told).toEqual([{ from: 'online', to: 'offline', silence: 'died' }]);
  });

  test('a whole site falls silent, and comes back one by one', async () => {
    const { devices, told, frame, gone, at, presence } = fleet();
    for (const one of [id('a'), id('b'), id('c')]) frame(one, 100_000);
    for (const one of [id('a'), id('b')]) gone(one, 130_000, { goodbye: null, how: 'lost' });
    frame(id('c'), 139_000);
    expect(await at(140_000)).toEqual([id('a'), id('b')]);
    expect(devices.map(({ state }) => state)).toEqual(['unreachable', 'unreachable', 'online']);
    expect(told[0]).toEqual({ from: 'online', to: 'unreachable', silence: 'site' });
    expect(await at(141_000)).toEqual([]);
    presence.connected(id('a'), 150_000, { version: '0.1.0', interval: 10_000 });
    frame(id('a'), 151_000);
    frame(id('c'), 151_000);
    await at(151_000);
    expect(devices.map(({ state }) => state)).toEqual(['online', 'offline', 'online']);
  });

  test('a shutdown is told as one', async () => {
    const { told, frame, gone, at } = fleet();
    for (const one of [id('a'), id('b'), id('c')]) frame(one, 100_000);
    gone(id('c'), 101_000, { goodbye: 'shutdown', how: 'closed' });
    await at(102_000);
    expect(told).toEqual([{ from: 'online', to: 'stopped', silence: 'shutdown' }]);
  });
});
