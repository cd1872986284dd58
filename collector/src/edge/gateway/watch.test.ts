import type { DeviceId } from '@fettle/shared/ids';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWatches, renewMs } from './watch.ts';

const device = 'd1' as DeviceId;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching() {
  const asked: number[] = [];
  const watches = createWatches((_device, message) => {
    if (message.type === 'watch') asked.push(message.interval);
  });
  return { asked, watches };
}

test('asks at once and before each lease ends, as long as anybody looks', () => {
  const { asked, watches } = watching();
  const one = watches.watch(device, 1_000);
  const other = watches.watch(device, 5_000);
  vi.advanceTimersByTime(2 * renewMs);
  expect(asked).toEqual([1_000, 1_000, 1_000, 1_000]);
  one();
  vi.advanceTimersByTime(renewMs);
  expect(asked.at(-1)).toBe(5_000);
  other();
  other();
  vi.advanceTimersByTime(10 * renewMs);
  expect(asked).toHaveLength(5);
  expect(watches.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('asks a device that connects only if somebody looks at it', () => {
  const { asked, watches } = watching();
  watches.connected(device);
  expect(asked).toEqual([]);
  const release = watches.watch(device, 1);
  watches.connected(device);
  expect(asked).toEqual([1_000, 1_000]);
  release();
});

test('somebody who stops looking twice takes nobody else’s watch away', () => {
  const { watches } = watching();
  const one = watches.watch(device, 1_000);
  one();
  const other = watches.watch(device, 1_000);
  one();
  expect(watches.size).toBe(1);
  other();
  watches.close();
});
