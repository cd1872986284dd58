import { expect, test } from 'vitest';
import { movedWith, packOpen } from './open-records.ts';

test('Open frames of many devices move in one buffer and are what they were', () => {
  const all = [[[1, 2, 3], [4]], [], [[], [5, 6]], [], [[7]]];
  const asked = packOpen(all.map((parts, device) => ({ device, parts: parts.map((part) => Uint8Array.from(part)) })));
  const moved = movedWith(asked);
  expect(moved).toHaveLength(1);
  const told = structuredClone({ devices: asked }, { transfer: moved });
  expect(moved[0]?.detached).toBe(true);
  expect(told.devices.map(({ device, open }) => [device, open && [...open]])).toEqual([
    [0, [1, 2, 3, 4]],
    [1, null],
    [2, [5, 6]],
    [3, null],
    [4, [7]],
  ]);
});

test('Nothing moves where nothing is open', () => {
  expect(movedWith(packOpen([{ device: 1, parts: [] }]))).toEqual([]);
});

test('The parts themselves stay where they are', () => {
  const part = Uint8Array.of(1, 2, 3);
  const [asked] = packOpen([{ device: 1, parts: [part] }]);
  expect(asked?.open?.buffer).not.toBe(part.buffer);
  expect([...(asked?.open ?? [])]).toEqual([1, 2, 3]);
});
