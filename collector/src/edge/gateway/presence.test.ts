import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { createPresence, type PresenceChange } from './presence.ts';

const device = 'd1' as DeviceId;
const agent = { version: '0.1.0', interval: 10_000 };

test('tells listeners each change with all that is known, until they stop listening', () => {
  const presence = createPresence();
  const heard: PresenceChange[] = [];
  const stop = presence.on((change) => void heard.push(change));
  presence.connected(device, 1_000, agent);
  presence.change(device, 'goodbye', { goodbye: 'stop' });
  presence.change(device, 'disconnected', { connected: false, since: 2_000 });
  stop();
  presence.change(device, 'interval', { interval: 1_000 });
  expect(heard.map(({ what }) => what)).toEqual(['connected', 'goodbye', 'disconnected']);
  expect(heard.at(-1)?.presence).toMatchObject({ connected: false, since: 2_000, goodbye: 'stop', interval: 10_000 });
  expect(presence.get(device)?.interval).toBe(1_000);
});

test('a device that connects again has said no goodbye, yet its last frame is remembered', () => {
  const presence = createPresence();
  presence.connected(device, 1_000, agent);
  presence.change(device, 'frame', { lastFrame: 1_500, offset: 7 });
  presence.change(device, 'goodbye', { goodbye: 'restart' });
  presence.connected(device, 3_000, { version: '0.2.0', interval: 5_000 });
  expect(presence.get(device)).toMatchObject({
    goodbye: null,
    lastFrame: 1_500,
    offset: 7,
    agentVersion: '0.2.0',
    connected: true,
  });
});

test('a change to a device that never connected makes none', () => {
  const presence = createPresence();
  presence.change(device, 'frame', { lastFrame: 1 });
  expect([...presence.all()]).toEqual([]);
});
