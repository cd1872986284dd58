import { describe, expect, test } from 'vitest';
import { lineDiff } from './diff.ts';
import { asText, clean, countToType } from './paper.ts';
import { spanWords, timeWords, windowWords } from './time.ts';

describe('a difference', () => {
  test.each<[string, string, string[]]>([
    ['a\nb\nc', 'a\nb\nc', []],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['', 'a', ['-', '+a']],
    ['1\n2\n3\n4\n5\n6\n7\n8', '1\n2\n3\n4\nfive\n6\n7\n8', ['@@', ' 3', ' 4', '-5', '+five', ' 6', ' 7', '@@']],
    ['a\nb', 'b\na', ['-a', ' b', '+a']],
    ['a\na', 'a\na\na', [' a', ' a', '+a']],
  ])('%j to %j', (before, after, expected) => {
    expect(lineDiff(before, after)).toEqual(expected);
  });
  test('of long texts is told without comparing each with each', () => {
    const text = (mark: string) => Array.from({ length: 3_000 }, (_, i) => `${mark}${i}`).join('\n');
    expect(lineDiff(text('a'), text('b'))).toHaveLength(6_000);
  });
});

describe('what a stranger wrote', () => {
  test('is one line that steers nothing', () => {
    expect(clean('a\nb\u001b[31mc\u202ed\u2028e\u0000')).toBe('a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffd');
    expect(clean('x'.repeat(400))).toBe(`${'x'.repeat(300)}… (100 more characters)`);
  });
  test('makes no heading of its own', () => {
    const text = asText({
      title: 'T',
      count: null,
      sections: [{ head: 'On\n!! Class: read', lines: ['a\n\nSignatures'] }],
    });
    expect(text.split('\n')).toEqual(['T', '=', '', 'On\ufffd!! Class: read', '  a\ufffd\ufffdSignatures']);
  });
});

test('more than ten targets are typed', () => {
  expect([1, 10, 11].map(countToType)).toEqual([null, null, 11]);
});

describe('times', () => {
  test('carry their zone', () => {
    expect(timeWords(1_800_000_000_000, 'Europe/Berlin')).toBe('Fri 15 Jan 2027, 09:00 Europe/Berlin');
    expect(windowWords(0, 3_600_000, 0, 'UTC')).toEqual([
      'Begins: at once',
      'Ends:   Thu 1 Jan 1970, 01:00 UTC (1 hour later)',
    ]);
    expect(windowWords(60_000, 120_000, 0, 'UTC')[0]).toBe('Begins: Thu 1 Jan 1970, 00:01 UTC (in 1 minute)');
  });
  test.each([
    [0, '0 seconds'],
    [90_000, '1 minute 30 seconds'],
    [86_400_000 + 3_600_000, '1 day 1 hour'],
  ])('%i ms', (ms, words) => {
    expect(spanWords(ms)).toBe(words);
  });
});
