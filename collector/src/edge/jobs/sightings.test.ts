import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Device, DeviceStore, Sighting } from '../../domain/devices/index.ts';
import type { Note } from '../../domain/events/index.ts';
import { createPresence } from '../gateway/presence.ts';
import { Sightings } from './sightings.ts';

const idOf = (n: number) => `d${n}` as DeviceId;

function world(count: number) {
  const presence = createPresence();
  const written: { readonly sightings: readonly Sighting[]; readonly note: Note | undefined }[] = [];
  const devices = {
    devices: async () =>
      Array.from({ length: count }, (_, n) => ({ id: idOf(n), site: 's', agentVersion: '1' }) as Device),
    sight: async (sightings: readonly Sighting[], note?: Note) => void written.push({ sightings, note }),
  } as unknown as DeviceStore;
  for (let n = 0; n < count; n++) presence.connected(idOf(n), 1, { version: '1', interval: 10_000 });
  const frames = (time: number) => {
    for (let n = 0; n < count; n++) presence.change(idOf(n), 'frame', { lastFrame: time });
  };
  const sightings = new Sightings(devices, presence);
  return { presence, frames, sightings, written, last: () => written.at(-1)?.sightings.map(({ id }) => id) ?? [] };
}

test('few are written each time anything was heard of them, and not again before', async () => {
  const w = world(3);
  await w.sightings.writeSome(1);
  expect(w.written, 'no frame came').toEqual([]);
  w.frames(5);
  await w.sightings.writeSome(6);
  expect(w.last()).toEqual([idOf(0), idOf(1), idOf(2)]);
  await w.sightings.writeSome(7);
  expect(w.written).toHaveLength(1);
  w.presence.change(idOf(1), 'frame', { lastFrame: 9 });
  await w.sightings.writeSome(10);
  expect(w.written.at(-1)?.sightings).toEqual([expect.objectContaining({ id: idOf(1), lastSeen: 9 })]);
});

test('of many each has its turn, who went away comes first, and at the end all are written', async () => {
  const w = world(1_200);
  w.frames(5);
  const seen = new Set<string>();
  for (let n = 0; n < 3; n++) {
    await w.sightings.writeSome(6);
    for (const id of w.last()) seen.add(id);
  }
  expect(seen.size).toBe(1_200);
  w.frames(7);
  w.presence.change(idOf(1_199), 'disconnected', { connected: false });
  await w.sightings.writeSome(8);
  expect(w.last()).toHaveLength(512);
  expect(w.last()[0]).toBe(idOf(1_199));
  expect(w.last()[1], 'then who waits longest').toBe(idOf(0));
  await w.sightings.writeAll(9);
  expect(w.last()).toHaveLength(1_200 - 512);
});

test('another version of an agent is told once', async () => {
  const w = world(2);
  w.presence.connected(idOf(0), 2, { version: '2', interval: 10_000 });
  w.frames(5);
  await w.sightings.writeSome(6);
  expect(w.written[0]?.note?.events).toEqual([
    { time: 6, kind: 'device.agent', device: idOf(0), site: 's', detail: { from: '1', to: '2' } },
  ]);
  w.frames(7);
  await w.sightings.writeSome(8);
  expect(w.written[1]?.note?.events).toEqual([]);
});
