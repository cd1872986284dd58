import { expect, test } from 'vitest';
import { percentOf, targetPercent } from './percent.ts';

test('percentages have the same digits everywhere and are never rounded up', () => {
  expect([999_000, 998_999, 1_000_000, 999_999, 950_000, 999_960].map(percentOf)).toEqual([
    '99.90',
    '99.89',
    '100.00',
    '99.99',
    '95.00',
    '99.99',
  ]);
});

test('of a target no digit is lost', () => {
  expect([999_000, 999_950, 999_999, 1_000_000, 500_000].map(targetPercent)).toEqual([
    '99.90',
    '99.995',
    '99.9999',
    '100.00',
    '50.00',
  ]);
});
