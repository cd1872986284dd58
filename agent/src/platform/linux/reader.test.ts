import { describe, expect, test } from 'vitest';
import { bytesOf, Reader } from './reader.ts';

function reading(text: string): Reader {
  const reader = new Reader();
  const bytes = bytesOf(text);
  reader.load(bytes, bytes.length);
  return reader;
}

describe('integer', () => {
  test('finds the numbers of a line and stops at its end', () => {
    const reader = reading('cpu0  12 0 9007199254740991\n7\n');
    reader.after(0x20);
    expect([reader.integer(), reader.integer(), reader.integer(), reader.integer()]).toEqual([
      12,
      0,
      9_007_199_254_740_991,
      Number.NaN,
    ]);
    expect(reader.nextLine()).toBe(true);
    expect(reader.integer()).toBe(7);
    expect(reader.nextLine()).toBe(false);
  });

  test('passes over words and a minus', () => {
    const reader = reading('MaxConn: -1 kB 5');
    expect([reader.integer(), reader.integer(), reader.integer()]).toEqual([1, 5, Number.NaN]);
  });

  test('does not read behind the length it was given', () => {
    const reader = new Reader();
    reader.load(bytesOf('12345 678'), 3);
    expect([reader.integer(), reader.integer()]).toEqual([123, Number.NaN]);
  });

  test('finds nothing in nothing', () => {
    expect(reading('').integer()).toBeNaN();
    expect(reading('').nextLine()).toBe(false);
  });
});

test.each([
  ['0.41', 0.41],
  ['2725.62 5158.95', 2725.62],
  ['0.05', 0.05],
  ['17', 17],
  ['17.', 17],
  ['17. 3', 17],
])('decimal %s', (text, value) => {
  expect(reading(text).decimal()).toBeCloseTo(value, 10);
});

test('no decimal where there is no number', () => {
  expect(reading('none').decimal()).toBeNaN();
});

test('skip passes numbers, after passes a byte, neither passes a line', () => {
  const reader = reading('1 2 3: 4\n5:6');
  reader.skip(2);
  expect(reader.integer()).toBe(3);
  expect(reader.after(0x3a)).toBe(true);
  expect(reader.integer()).toBe(4);
  expect(reader.after(0x3a)).toBe(false);
  reader.skip(3);
  reader.nextLine();
  expect(reader.integer()).toBe(5);
});

test('sees compares and stays', () => {
  const reader = reading('intr 9');
  expect(reader.sees(bytesOf('intr'))).toBe(true);
  expect(reader.sees(bytesOf('ctxt'))).toBe(false);
  expect(reader.sees(bytesOf('intr 90'))).toBe(false);
  expect(reader.integer()).toBe(9);
});

test('text decodes, what is no UTF-8 is marked', () => {
  const reader = new Reader();
  reader.load(Uint8Array.of(0xc3, 0xa4, 0xff), 3);
  expect(reader.text(0, 2)).toBe('ä');
  expect(reader.text(2, 3)).toBe('\u{fffd}');
});
