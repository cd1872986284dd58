import { expect, test } from 'vitest';
import { createLeftOut } from './left-out.ts';

test('counts each frame once, by why, however often it is refused', () => {
  const leftOut = createLeftOut();
  expect(leftOut.add(7, 'frame_ahead')).toBe(true);
  expect(leftOut.add(7, 'frame_ahead')).toBe(false);
  leftOut.add(8, 'frame_ahead');
  leftOut.add(9, 'frame_value_invalid');
  leftOut.acknowledged(9);
  expect(leftOut.counts).toEqual({ frame_ahead: 2, frame_value_invalid: 1 });
});

test('the frame that ten connections in a row began and ended with is left out', () => {
  const leftOut = createLeftOut();
  const answers = Array.from({ length: 10 }, () => leftOut.ended('frame_malformed', 5));
  expect(answers).toEqual([...Array.from({ length: 9 }, () => null), 5]);
  expect(leftOut).toMatchObject({ upTo: 5, counts: { frame_malformed: 1 } });
});

test('one that got stored, a lost connection, and a connection without a frame accuse nobody', () => {
  const leftOut = createLeftOut();
  for (let first = 1; first <= 40; first++) expect(leftOut.ended('frame_malformed', first)).toBeNull();
  for (let n = 0; n < 40; n++) {
    expect(leftOut.ended('connection_lost', 3)).toBeNull();
    expect(leftOut.ended('frame_malformed', null)).toBeNull();
  }
  expect(leftOut).toMatchObject({ upTo: 0, counts: {} });
});
