import { expect, test } from 'vitest';
import { formatQuantity, parseQuantity } from './quantity.ts';

test.each([
  ['85 %', '1', 0.85],
  ['85%', '1', 0.85],
  ['99.9 %', '1', 0.999],
  ['0.85', '1', 0.85],
  ['10 GiB', 'By', 10 * 1_024 ** 3],
  ['1.5 kB', 'By', 1_500],
  ['100 Mbit/s', 'By/s', 12_500_000],
  ['10 MB/s', 'By/s', 10_000_000],
  ['2.5 s', 'ms', 2_500],
  ['2 min', 's', 120],
  ['-5 °C', 'Cel', -5],
  ['5 /s', '{error}/s', 5],
  ['5/s', '{error}/s', 5],
  ['1200 rpm', 'rpm', 1_200],
  ['12', '{process}', 12],
  ['1e-7', '{process}', 1e-7],
])('%s in %s is %d', (text, unit, value) => expect(parseQuantity(text, unit)).toBe(value));

test.each([
  ['85 GiB', '1'],
  ['85 %', 'By'],
  ['10 gib', 'By'],
  ['', '1'],
  ['%', '1'],
  ['1,5 %', '1'],
  ['Infinity', '1'],
  ['1e999', '1'],
  ['0x10', 'By'],
  ['5 %%', '1'],
])('%j cannot be read in %s', (text, unit) => expect(parseQuantity(text, unit)).toBeNull());

test.each([
  [0.85, '1', '85 %'],
  [0.005, '1', '0.5 %'],
  [10 * 1_024 ** 3, 'By', '10 GiB'],
  [1_500, 'By', '1500 B'],
  [12_500_000, 'By/s', '12.5 MB/s'],
  [90_000, 'ms', '1.5 min'],
  [20, 'ms', '20 ms'],
  [75, 'Cel', '75 °C'],
  [0, 'By', '0'],
  [5, '{error}/s', '5 /s'],
  [3, '{process}', '3'],
  [1 / 3, '1', '0.3333333333333333'],
])('%d in %s is written %s', (value, unit, text) => expect(formatQuantity(value, unit)).toBe(text));

test('whatever is written is read as the same value', () => {
  for (const unit of ['1', 'By', 'By/s', 's', 'ms', 'Cel', 'rpm', '{error}/s', '{process}', 'V']) {
    for (const value of [0, -1, 0.1 + 0.2, 1e21, 5e-324, 123_456.789, 2 ** 40, 7 / 8, 29 / 100, 999_999, 1e6]) {
      expect(parseQuantity(formatQuantity(value, unit), unit)).toBe(value);
    }
  }
});
