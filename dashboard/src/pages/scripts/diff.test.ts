import { expect, test } from 'vitest';
import { diffOf, hunksOf, sideBySide } from './diff.ts';

const shown = (before: string, after: string) =>
  diffOf(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`);

test('lines that came, went and stayed', () => {
  expect(shown('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
  expect(shown('', 'a\n')).toEqual(['+a']);
  expect(shown('a\n', '')).toEqual(['-a']);
  expect(shown('a\nb', 'a\nb\n')).toEqual([' a', ' b']);
});

test('both texts can be made again from what differs, whatever they are', () => {
  let seed = 7;
  const random = (most: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
  for (let round = 0; round < 300; round += 1) {
    const text = () => Array.from({ length: random(30) }, () => 'abcd'[random(4)]).join('\n');
    const [before, after] = [text(), text()];
    const lines = diffOf(before, after);
    const of = (kinds: string[]) =>
      lines
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ text: line }) => line)
        .join('\n');
    expect(of(['same', 'gone'])).toBe(before);
    expect(of(['same', 'new'])).toBe(after);
    expect(lines.filter((one) => one.before !== null).map((one) => one.before)).toEqual(
      Array.from({ length: before === '' ? 0 : before.split('\n').length }, (_, index) => index + 1),
    );
  }
});

test('two long texts that have nothing in common are told soon', () => {
  const long = (word: string) => Array.from({ length: 6_000 }, (_, index) => `${word}${index}`).join('\n');
  expect(diffOf(long('a'), long('b'))).toHaveLength(12_000);
});

test('what is the same far away is folded', () => {
  const many = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const hunks = hunksOf(diffOf(many.join('\n'), [...many.slice(0, 10), 'new', ...many.slice(10)].join('\n')));
  expect(hunks.map((hunk) => ('folded' in hunk ? hunk.folded : hunk.lines.length))).toEqual([7, 7, 7]);
  expect(hunksOf(diffOf('a', 'a'))).toEqual([]);
});

test('side by side, what went stands beside what came in its place', () => {
  const rows = sideBySide(diffOf('a\nb\nc', 'a\nx'));
  expect(rows.map(([left, right]) => [left?.text ?? null, right?.text ?? null])).toEqual([
    ['a', 'a'],
    ['b', 'x'],
    ['c', null],
  ]);
});
