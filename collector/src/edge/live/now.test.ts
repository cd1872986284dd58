import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { StoredFrame } from '../../domain/series/index.ts';
import { newestOf, Now } from './now.ts';

const device = (letter: string) => `d${letter.repeat(26)}` as DeviceId;
const stored = (letter: string, time: number): StoredFrame => ({
  device: device(letter),
  time,
  frame: { sequence: time, time, offset: 0, values: new Float64Array(), tables: [] },
  dictionary: { series: [] },
});

test('of a backlog only the newest frame is live, one a device', () => {
  const frames = [stored('a', 1), stored('b', 7), stored('a', 3), stored('a', 2)];
  expect(newestOf(frames).map(({ device: [, letter], time }) => [letter, time])).toEqual([
    ['a', 3],
    ['b', 7],
  ]);
  expect(newestOf([])).toEqual([]);
});

test('a frame that is older than what is known does not become now', () => {
  const now = new Now();
  expect(now.frame(stored('a', 50))).toBe(true);
  expect(now.frame(stored('a', 20))).toBe(false);
  expect(now.summary(device('a')).time).toBe(50);
});
