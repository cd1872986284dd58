import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { GrowingBytes } from './journal/bytes.ts';
import { DeviceFrames } from './journal/device-frames.ts';
import { encodeRecord, headsOf } from './journal/frame-record.ts';
import { Sealing, type SealingParts } from './sealing.ts';

function record(sequence: number, bytes: number): Uint8Array {
  const out = new GrowingBytes();
  const tables = [{ name: 'processes', rows: new Uint8Array(bytes) }];
  const head = { sequence, time: 1_000 * sequence, shift: 0, offset: 0, dictionary: 1 };
  encodeRecord(out, { ...head, decimals: new Uint8Array(), values: new Float64Array(), tables });
  return out.content.slice();
}

function sealing(device: DeviceFrames) {
  const sent: number[][] = [];
  const parts = {
    folder: '',
    devices: { all: [device] },
    journal: { namesAreSafe: () => true },
    keeper: {
      seal: async (devices: readonly DeviceFrames[]) => {
        sent.push(
          devices.flatMap(({ sealing: of }) => headsOf(of?.records ?? new Uint8Array()).map((h) => h.sequence)),
        );
        return {};
      },
    },
    confirmed: new Map(),
    blocks: new Map(),
    isWhole: () => true,
    wake: () => {},
    say: (error: Error) => {
      throw error;
    },
  } as unknown as SealingParts;
  return { sealing: new Sealing(parts), sent };
}

test('all frames that a commit has of a device are sealed together: after a crash their batch counts as sealed', async () => {
  const device = new DeviceFrames(1, 'd00000000000000000000000001' as DeviceId);
  const { sealing: all, sent } = sealing(device);
  // The first is enough for a message by itself, and the second is of the same commit.
  for (const one of [record(1, 9_000_000), record(2, 10)]) {
    device.join(one, { time: 1_000, sequence: headsOf(one)[0]?.sequence ?? 0 }, 7, 0);
    all.joined(device, one.length);
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([[1, 2]]);
  expect(device.sealing).toMatchObject({ first: 7, through: 7, inBlocks: true });
  await all.close();
});

const hour = 3_600_000;

test('a span that has just ended is sealed, also where it ended long before this was asked again', async () => {
  const device = new DeviceFrames(1, 'd00000000000000000000000001' as DeviceId);
  const { sealing: all, sent } = sealing(device);
  const join = (sequence: number, time: number) => device.join(record(sequence, 10), { time, sequence }, sequence, 0);
  join(1, hour);
  await all.sealOld(2 * hour + 60_000, 0);
  expect(sent).toEqual([]);
  // The span from 0 to 2:00 has ended since.
  await all.sealOld(3.5 * hour, 0);
  expect(sent).toEqual([[1]]);
  all.confirmed(all.confirmation());
  // Late frames come one by one: they wait for others.
  join(2, hour);
  await all.sealOld(3.6 * hour, 0);
  expect(sent).toEqual([[1]]);
  await all.close();
});
