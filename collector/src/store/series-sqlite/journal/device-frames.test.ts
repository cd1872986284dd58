import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { GrowingBytes } from './bytes.ts';
import { DeviceFrames } from './device-frames.ts';
import { encodeRecord, headsOf } from './frame-record.ts';

const nobody = 'd1' as DeviceId;

function recordOf(sequence: number, time: number): Uint8Array {
  const out = new GrowingBytes();
  const head = { sequence, time, shift: 0, offset: 0, dictionary: 1, tables: [] };
  encodeRecord(out, { ...head, decimals: new Uint8Array(1), values: Float64Array.of(sequence) });
  return out.content;
}

const join = (device: DeviceFrames, sequence: number, time: number, batch = sequence) =>
  device.join(recordOf(sequence, time), { sequence, time }, batch, 0);
const newestOf = ({ newest }: DeviceFrames) => newest && headsOf(newest.record).map(({ sequence }) => sequence);

test('the newest frame is the one with the newest time wherever it lies: open, with the keeper, in blocks', () => {
  const device = new DeviceFrames(1, nobody);
  expect(device.newest).toBeNull();
  device.take(recordOf(1, 100));
  expect(newestOf(device)).toEqual([1]);
  join(device, 2, 300);
  join(device, 3, 200);
  expect(newestOf(device)).toEqual([2]);
  device.beginSealing();
  expect(newestOf(device)).toEqual([2]);
  join(device, 4, 250);
  expect(newestOf(device)).toEqual([2]);
  join(device, 5, 300);
  device.sealedNow();
  expect(newestOf(device)).toEqual([5]);
  device.wasSealed(recordOf(6, 400), { sequence: 6, time: 400 });
  join(device, 7, 350);
  expect(newestOf(device)).toEqual([6]);
  device.forgetNewest();
  expect(device.newest).toBeNull();
  join(device, 8, 1);
  expect(newestOf(device)).toEqual([8]);
});

test('open frames: what is needed of the journal, what a range may find', () => {
  const device = new DeviceFrames(1, nobody);
  expect(device.neededFrom).toBe(Number.POSITIVE_INFINITY);
  join(device, 1, 100, 7);
  join(device, 2, 200, 8);
  const sealing = device.beginSealing();
  expect(sealing).toMatchObject({ first: 7, through: 8, minTime: 100, maxTime: 200 });
  join(device, 3, 300, 9);
  expect(device.neededFrom).toBe(7);
  const within = (from: number, to: number) =>
    headsOf(device.recordsWithin(from, to) ?? new Uint8Array()).map(({ sequence }) => sequence);
  expect(within(0, 1_000)).toEqual([1, 2, 3]);
  expect(within(0, 100)).toEqual([]);
  expect(within(200, 300)).toEqual([1, 2]);
  expect(within(300, 301)).toEqual([3]);
  sealing.inBlocks = true;
  expect(device.neededFrom).toBe(9);
  expect(device.sequencesOnceSealed().intervals).toEqual([1, 2]);
  device.sealedNow();
  expect(device.sealed).toBe(8);
  expect(within(0, 1_000)).toEqual([3]);
  expect(device.isKnown(3)).toBe(true);
  device.isPending(9);
  device.isPending(11);
  expect([9, 10, 11].map((sequence) => device.isKnown(sequence))).toEqual([true, false, true]);
  device.nothingPending();
  expect(device.isKnown(9)).toBe(false);
});

test('a mark tells of open frames, with the keeper and not; after it their records come when they are there', () => {
  const before = new DeviceFrames(1, nobody);
  join(before, 1, 300, 7);
  join(before, 2, 200, 8);
  before.beginSealing();
  expect(before.mark?.parts).toMatchObject([{ count: 2, first: 7, last: 8, sequences: [1, 2] }]);
  join(before, 4, 100, 9);
  const { parts = [], newest = null } = before.mark ?? {};
  expect(parts).toMatchObject([
    { count: 2, first: 7, last: 8, minTime: 200, maxTime: 300, sequences: [1, 2] },
    { count: 1, first: 9, last: 9, minTime: 100, maxTime: 100, sequences: [4, 4] },
  ]);
  expect(headsOf(newest ?? new Uint8Array())).toMatchObject([{ sequence: 1 }]);

  const [, open] = parts;
  if (!open) throw new Error('there is no second part');
  const device = new DeviceFrames(1, nobody);
  device.recoverSealed({ sequences: [1, 2], maxTime: 300 });
  device.recover(open, 5);
  expect(device).toMatchObject({
    count: 1,
    bytes: open.bytes,
    since: 5,
    neededFrom: 9,
    until: 100,
    late: 0,
    stored: 300,
  });
  expect([1, 2, 3, 4].map((sequence) => device.isKnown(sequence))).toEqual([true, true, false, true]);
  join(device, 5, 400, 10);
  expect(device.isMissing()).toBe(true);
  expect(device.isMissing(101)).toBe(false);
  expect(() => device.recordsWithin(0, 1_000)).toThrow('not in memory yet');
  expect(() => device.beginSealing()).toThrow('not in memory yet');
  expect(headsOf(device.recordsWithin(400, 401) ?? new Uint8Array())).toMatchObject([{ sequence: 5 }]);
  expect(device.mark?.parts).toMatchObject([{ count: 2, first: 9, last: 10, sequences: [4, 5] }]);
  device.attach(recordOf(4, 100), 0);
  expect(headsOf(device.recordsWithin(0, 101) ?? new Uint8Array())).toMatchObject([{ sequence: 4 }, { sequence: 5 }]);
  const { records, sequences, count } = device.beginSealing();
  expect(headsOf(records)).toMatchObject([{ sequence: 4 }, { sequence: 5 }]);
  expect({ sequences, count }).toEqual({ sequences: [4, 5], count: 2 });
  expect(device).toMatchObject({ count: 0, bytes: 0 });
});

test('what is late is counted, and how far blocks may reach is known', () => {
  const device = new DeviceFrames(1, nobody);
  const told = () => [device.until, device.late, device.stored];
  expect(told()).toEqual([-Infinity, 0, -Infinity]);
  join(device, 1, 100, 1);
  join(device, 2, 300, 1);
  expect(told()).toEqual([300, 0, -Infinity]);
  join(device, 3, 200, 2);
  join(device, 4, 300, 2);
  expect(told()).toEqual([300, 2, -Infinity]);
  device.beginSealing();
  join(device, 5, 350, 3);
  expect(told()).toEqual([350, 2, 300]);
  device.sealedNow();
  device.forgetNewest();
  expect(told()).toEqual([350, 2, 300]);
});
