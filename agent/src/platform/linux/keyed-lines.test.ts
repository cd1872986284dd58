import { expect, test } from 'vitest';
import { KeyedLines } from './keyed-lines.ts';
import { bytesOf, Reader } from './reader.ts';

const reader = new Reader();
function parse(lines: KeyedLines, text: string): number[] {
  const bytes = bytesOf(text);
  reader.load(bytes, bytes.length);
  lines.parse(reader);
  return [...lines.values];
}

test('finds the lines asked for, in the order of the names', () => {
  const lines = new KeyedLines(['MemFree', 'MemTotal', 'Active(anon)']);
  const text = 'MemTotal:       24684092 kB\nMemFree: 12 kB\nMemAvailable: 99 kB\nActive(anon): 5 kB\n';
  expect(parse(lines, text)).toEqual([12, 24_684_092, 5]);
  expect(parse(lines, text.replace('12 kB', '13 kB'))).toEqual([13, 24_684_092, 5]);
});

test('learns anew when lines come, go or change places', () => {
  const lines = new KeyedLines(['pswpin', 'pswpout', 'oom_kill']);
  expect(parse(lines, 'pswpin 1\npswpout 2\n')).toEqual([1, 2, Number.NaN]);
  expect(parse(lines, 'pswpin 3\npswpout 4\noom_kill 5\n')).toEqual([3, 4, 5]);
  expect(parse(lines, 'oom_kill 6\npswpout 7\npswpin 8\n')).toEqual([8, 7, 6]);
  expect(parse(lines, 'pswpout 9\n')).toEqual([Number.NaN, 9, Number.NaN]);
});

test('an empty file has no values, nor do lines that are cut short', () => {
  const lines = new KeyedLines(['a', 'b']);
  expect(parse(lines, '')).toEqual([Number.NaN, Number.NaN]);
  expect(parse(lines, 'a 1\nb')).toEqual([1, Number.NaN]);
});

test('a file that was cut off once is learned anew when it is whole again, though it has as many lines', () => {
  const lines = new KeyedLines(['first', 'second']);
  expect(parse(lines, 'first 1\nsecond 2\n')).toEqual([1, 2]);
  expect(parse(lines, 'first 1\nseco')).toEqual([1, Number.NaN]);
  expect(parse(lines, 'first 3\nsecond 4\n')).toEqual([3, 4]);
});
