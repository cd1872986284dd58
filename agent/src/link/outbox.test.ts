import { expect, test } from 'vitest';
import { createMemoryOutbox, type Entry } from './outbox.ts';

const entry = (sequence: number, values = 10): Entry => ({
  frame: { sequence, time: 0, offset: 0, values: new Float64Array(values), tables: [] },
  dictionary: { series: [] },
  base: 0,
});
const outboxOf = (count: number, bounds = { frames: 1_000, bytes: 1e9 }) => {
  const outbox = createMemoryOutbox(bounds);
  for (let i = 1; i <= count; i++) outbox.append(entry(i));
  return outbox;
};
const sequences = (entries: readonly Entry[]) => entries.map(({ frame }) => frame.sequence);

test('gives what was not acknowledged, oldest first, as often as it is asked', () => {
  const outbox = outboxOf(5);
  expect(sequences(outbox.pending(0, 3))).toEqual([1, 2, 3]);
  expect(sequences(outbox.pending(3, 9))).toEqual([4, 5]);
  expect(sequences(outbox.pending(0, 9))).toEqual([1, 2, 3, 4, 5]);
  expect(outbox.pending(5, 9)).toEqual([]);
});

test('forgets up to the acknowledged sequence, whether it has that very number or not', () => {
  const outbox = outboxOf(5);
  outbox.acknowledge(3);
  outbox.acknowledge(2);
  expect(sequences(outbox.pending(0, 9))).toEqual([4, 5]);
  outbox.acknowledge(1_000);
  expect([outbox.frames, outbox.bytes, outbox.dropped]).toEqual([0, 0, 0]);
});

test('drops the oldest when there are too many, and counts them', () => {
  const outbox = outboxOf(12, { frames: 10, bytes: 1e9 });
  expect(sequences(outbox.pending(0, 99))).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(outbox.dropped).toBe(2);
});

test('drops the oldest when they are too large together, yet keeps the newest however large', () => {
  const outbox = createMemoryOutbox({ frames: 100, bytes: 2_000 });
  outbox.append(entry(1));
  outbox.append(entry(2));
  outbox.append(entry(3, 1_000));
  expect(sequences(outbox.pending(0, 9))).toEqual([3]);
  expect(outbox.dropped).toBe(2);
});
