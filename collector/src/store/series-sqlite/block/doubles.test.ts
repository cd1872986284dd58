import { expect, test } from 'vitest';
import { absent, zeros } from './doubles.ts';

test('arrays of any length are zeros, or absent, and none is seen in another', () => {
  const lengths = Array.from({ length: 2_000 }, (_, i) => (i * 37) % 2_500);
  const arrays = lengths.map((length, i) => (i % 2 === 0 ? zeros(length) : absent(length)));
  arrays.forEach((array, i) => {
    expect(array.length).toBe(lengths[i]);
    expect(array.every((value) => (i % 2 === 0 ? Object.is(value, 0) : Number.isNaN(value)))).toBe(true);
    array.fill(i);
  });
  arrays.forEach((array, i) => expect(array.every((value) => value === i)).toBe(true));
});
