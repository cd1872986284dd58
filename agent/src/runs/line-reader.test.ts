import { expect, test } from 'vitest';
import { LineReader } from './line-reader.ts';

test('lines come whole, in whatever pieces', () => {
  const lines: string[] = [];
  const reader = new LineReader(10, (line) => lines.push(line));
  for (const piece of ['a', 'b\ncd', '\n\n', 'ef\ngh\ni', '\n']) expect(reader.take(piece)).toBe(true);
  expect(lines).toEqual(['ab', 'cd', 'ef', 'gh', 'i']);
});

test('a line that is too long is noticed before its end', () => {
  const lines: string[] = [];
  const reader = new LineReader(4, (line) => lines.push(line));
  expect(reader.take('1234\n12')).toBe(true);
  expect(reader.take('345')).toBe(false);
  expect(lines).toEqual(['1234']);
});
