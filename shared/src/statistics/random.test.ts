import { expect, test } from 'vitest';
import { randomFrom, seedOf } from './random.ts';

test('one seed gives the same numbers each time, another others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, randomFrom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('they are spread evenly from 0 to 1', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  const random = randomFrom(1);
  for (let n = 0; n < 10_000; n++) counts[Math.floor(random() * 10)]!++;
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
});

test('seeds of texts', () => {
  // FNV-1a of "" and "a", from its authors' test vectors.
  expect([seedOf(''), seedOf('a')]).toEqual([0x81_1c_9d_c5, 0xe4_0c_29_2c]);
});
