import { expect, test } from 'vitest';
import type { Finding } from './domain/rules/index.ts';
import { HeldFindings } from './held-findings.ts';

const finding = (device: string, words: string) => ({ device, words }) as Finding;
const wordsOf = (findings: readonly Finding[]) => findings.map(({ words }) => words);

test('what is found of a device whose findings are held comes after these, what is found of others at once', () => {
  const held = new HeldFindings();
  const release = held.hold([finding('a', '1'), finding('a', '2')]);
  expect(wordsOf(held.through([finding('b', 'other'), finding('a', '3')]))).toEqual(['other']);
  expect(held.size).toBe(3);
  expect(wordsOf(release())).toEqual(['1', '2', '3']);
  expect(wordsOf(release())).toEqual([]);
  expect(held.size).toBe(0);
  expect(wordsOf(held.through([finding('a', '4')]))).toEqual(['4']);
});

test('held twice, nothing overtakes what was held before', () => {
  const held = new HeldFindings();
  const first = held.hold([finding('a', '1'), finding('b', 'b1')]);
  const second = held.hold([finding('a', '2')]);
  held.through([finding('a', '3')]);
  expect(wordsOf(second())).toEqual([]);
  expect(wordsOf(first())).toEqual(['1', '2', '3', 'b1']);
});
