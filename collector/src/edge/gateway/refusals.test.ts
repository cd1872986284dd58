import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import { expect, test } from 'vitest';
import { createRefusals } from './refusals.ts';

const hour = 3_600_000;
const [one, other] = ['d1', 'd2'] as [DeviceId, DeviceId];

test('of each device and reason people hear once an hour', () => {
  const refusals = createRefusals();
  expect(refusals.of(one).due('frame_ahead', 0)).toBe(true);
  expect(refusals.of(one).due('frame_ahead', hour - 1)).toBe(false);
  expect(refusals.of(one).due('frame_value_invalid', 1)).toBe(true);
  expect(refusals.of(other).due('frame_ahead', 1)).toBe(true);
  expect(refusals.of(one).due('frame_ahead', hour)).toBe(true);
  refusals.of(one).untold('frame_ahead');
  expect(refusals.of(one).due('frame_ahead', hour + 1)).toBe(true);
});

test('patience begins with the first frame that waits, and ends its waiting only where that one or a later is stored', () => {
  const device = createRefusals().of(one);
  const late = limits.aheadPatienceMs;
  expect(device.outOfPatience(late)).toBe(false);
  device.waits(5, 0);
  device.waits(6, 60_000);
  device.stored(4);
  expect(device.outOfPatience(late - 1)).toBe(false);
  expect(device.outOfPatience(late)).toBe(true);
  device.stored(6);
  expect(device.outOfPatience(late)).toBe(false);
});
