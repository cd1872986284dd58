import { expect, test } from 'vitest';
import { append, forget, trackOf } from './append.ts';

test('samples of one step are averaged, a new step begins a new point', () => {
  const track = trackOf([], 1_000, 0);
  for (const [time, value] of [
    [60_000, 1],
    [61_000, 3],
    [62_000, 5],
    [120_500, 7],
  ] as const) {
    append(track, time, value, 60_000, 'avg');
  }
  expect(track.points).toEqual([
    [60_000, 3],
    [120_000, 7],
  ]);
});

test.each([
  ['max', 9],
  ['min', 1],
  ['last', 4],
  ['avg', 14 / 3],
])('roll-up %s', (rollup, folded) => {
  const track = trackOf([], 1_000, 0);
  for (const value of [1, 9, 4]) append(track, 60_000, value, 60_000, rollup);
  expect(track.points).toEqual([[60_000, folded]]);
});

test('goes on with the last step that the API gave, by the samples it must hold', () => {
  const track = trackOf(
    [
      [0, 2],
      [60_000, 4],
      [120_000, null],
    ],
    10_000,
    90_000,
  );
  expect(track.count).toBe(3);
  append(track, 95_000, 8, 60_000, 'avg');
  expect(track.points).toEqual([
    [0, 2],
    [60_000, 5],
  ]);
});

test('a late sample changes nothing', () => {
  const track = trackOf([[60_000, 4]], 10_000, 60_000);
  append(track, 59_000, 100, 60_000, 'avg');
  expect(track.points).toEqual([[60_000, 4]]);
});

test('what lies before the range is dropped', () => {
  const track = trackOf(
    [
      [0, 1],
      [60, 2],
      [120, 3],
    ],
    60,
    200,
  );
  forget(track, 60);
  expect(track.points).toEqual([
    [60, 2],
    [120, 3],
  ]);
  forget(track, 1_000);
  expect(track.points).toEqual([]);
});
