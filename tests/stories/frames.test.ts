/** Frames that can never be stored: how people come to hear of them. */
import { agentActor, everywhere } from '@fettle/collector/domain/access/index';
import { recordRefusal } from '@fettle/collector/domain/series/index';
import { expect, test } from 'vitest';
import { code, collector, hour, id, start } from './device-world.ts';

const refusal = (letter: string) => ({
  device: id(letter),
  sequence: 12,
  code: 'frame_ahead',
  message: 'A frame lies more than 5 minutes in the future.',
});

test('a frame that was refused for good is an event of its device, in its site', async () => {
  await using world = await collector();
  await world.with('berlin', 'a');
  const ports = { devices: world.devices, events: world.events, now: start + hour };
  await recordRefusal(ports, agentActor(id('a')), refusal('a'));
  const [newest] = await world.events.list(everywhere, { limit: 1 });
  const { device, ...detail } = refusal('a');
  expect(newest).toMatchObject({ kind: 'frames.refused', device, site: 'berlin', time: start + hour, detail });
});

test('no agent tells of another device’s frames, and nobody of a device that is none', async () => {
  await using world = await collector();
  await world.with('berlin', 'a', 'b');
  const ports = { devices: world.devices, events: world.events, now: start };
  await expect(recordRefusal(ports, agentActor(id('b')), refusal('a'))).rejects.toEqual(code('not_allowed'));
  await expect(recordRefusal(ports, agentActor(id('z')), refusal('z'))).rejects.toEqual(code('device_unknown'));
});
