import { expect, test } from 'vitest';
import { decodeMark, encodeMark } from './mark-record.ts';

test('what is read of a mark is what was written', () => {
  const part = { count: 3, bytes: 900, first: 7, last: 9, minTime: -5, maxTime: 1e15, sequences: [1, 2, 9, 9] };
  const mark = { through: 11, devices: [{ device: 300, parts: [part, part], newest: Uint8Array.of(1, 2, 3) }] };
  expect(decodeMark(encodeMark(mark))).toEqual(mark);
});
