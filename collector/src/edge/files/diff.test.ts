import { expect, test } from 'vitest';
import { diffLines } from './diff.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

test('what is new, gone, changed and the same', () => {
  expect(diffLines('', text('a', 'b'))).toEqual(['+a', '+b']);
  expect(diffLines(text('a'), '')).toEqual(['-a']);
  expect(diffLines(text('a', 'b', 'c'), text('a', 'x', 'c', 'd'))).toEqual([' a', '-b', '+x', ' c', '+d']);
  expect(diffLines(text('a', 'b'), text('a', 'b'))).toEqual([' …']);
});

test('only three lines around a difference are shown', () => {
  const before = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const after = before.map((line) => (line === 'line 10' ? 'other' : line));
  expect(diffLines(text(...before), text(...after))).toEqual([
    ' …',
    ' line 7',
    ' line 8',
    ' line 9',
    '-line 10',
    '+other',
    ' line 11',
    ' line 12',
    ' line 13',
    ' …',
  ]);
});
