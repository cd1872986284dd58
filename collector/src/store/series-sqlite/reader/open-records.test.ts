import { expect, test } from 'vitest';
import { movedWith, packDevices, unpackDevices } from './open-records.ts';

const asked = (parts: readonly (readonly number[])[], device: number) => ({
  device,
  late: 2 * device,
  stored: 5 + device,
  until: device === 1 ? Number.NEGATIVE_INFINITY : 1_800_000_000_000 + device,
  parts: parts.map((part) => Uint8Array.from(part)),
});

test('Open frames of many devices move in one buffer and are what they were', () => {
  const devices = packDevices([[[1, 2, 3], [4]], [], [[], [5, 6]], [], [[7]]].map(asked));
  const moved = movedWith(devices);
  const told = structuredClone({ devices }, { transfer: moved });
  expect(moved.every(({ detached }) => detached)).toBe(true);
  expect(unpackDevices(told).map(({ open, ...rest }) => ({ ...rest, open: open && [...open] }))).toEqual([
    { device: 0, late: 0, until: 1_800_000_000_000, stored: 5, open: [1, 2, 3, 4] },
    { device: 1, late: 2, until: Number.NEGATIVE_INFINITY, stored: 6, open: null },
    { device: 2, late: 4, until: 1_800_000_000_002, stored: 7, open: [5, 6] },
    { device: 3, late: 6, until: 1_800_000_000_003, stored: 8, open: null },
    { device: 4, late: 8, until: 1_800_000_000_004, stored: 9, open: [7] },
  ]);
});

test('The parts themselves stay where they are', () => {
  const one = asked([[1, 2, 3]], 1);
  const devices = packDevices([one]);
  expect(devices.open.buffer).not.toBe(one.parts[0]?.buffer);
  expect([...devices.open]).toEqual([1, 2, 3]);
});
