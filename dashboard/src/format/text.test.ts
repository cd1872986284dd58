import { expect, test } from 'vitest';
import { plain } from './text.ts';

test('leaves names of the world alone', () => {
  expect(plain('Gdańsk büro-03 日本 é 🙂')).toBe('Gdańsk büro-03 日本 é 🙂');
});

test('replaces what turns, hides or breaks text', () => {
  expect(plain('abc\u202Egpj.exe')).toBe('abc\ufffdgpj.exe');
  expect(plain('a\u0000b\u001b[31mc\nd')).toBe('a\ufffdb\ufffd[31mc\ufffdd');
  expect(plain('zero\u200bwidth\u2066iso\u2069')).toBe('zero\ufffdwidth\ufffdiso\ufffd');
  expect(plain('\ud800')).toBe('\ufffd');
});

test('cuts what is too long', () => {
  expect(plain('x'.repeat(1_000_000))).toHaveLength(256);
  expect(plain('abcdef', 4)).toBe('abc…');
});
