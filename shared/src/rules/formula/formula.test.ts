import { describe, expect, test } from 'vitest';
import { bind } from './bind.ts';
import { parseFormula, seriesOf } from './parse.ts';

const series = [
  { metric: 'a', attributes: {}, decimals: 0 },
  { metric: 'b', attributes: {}, decimals: 0 },
  { metric: 'c.d', attributes: { of: 'x y' }, decimals: 0 },
  { metric: 'c.d', attributes: { of: '/var' }, decimals: 0 },
];
const value = (text: string, ...values: number[]) => bind(parseFormula(text), { series })(Float64Array.from(values));

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['8 / 4 / 2', 1],
  ['8 - 4 - 2', 2],
  ['-a + 1', -9],
  ['--a', 10],
  ['2*-a', -20],
  ['1.5e2', 150],
  ['a / (a + b)', 0.25],
  ['c.d{of="x y"}', 3],
  ['c.d{of=/var}', 5],
  ['c.d{of=/v*}', 5],
  ['sum(c.d)', 8],
  ['avg(c.d)', 4],
  ['min(c.d)', 3],
  ['max(c.d{of=*})', 5],
  ['min(a, b, 12)', 10],
  ['max(a, b - 1)', 29],
  ['min(a + 1)', 11],
  ['max(min(c.d), avg(c.d))', 4],
])('%s is %d', (text, expected) => {
  expect(value(text, 10, 30, 3, 5)).toBe(expected);
});

describe('what cannot be reckoned is no number', () => {
  test.each([
    ['a + b', [10, Number.NaN, 3, 5]],
    ['a / 0', [10, 30, 3, 5]],
    ['a / b', [0, 0, 3, 5]],
    ['c.d', [10, 30, 3, 5]],
    ['e', [10, 30, 3, 5]],
    ['sum(e)', [10, 30, 3, 5]],
    ['sum(c.d)', [10, 30]],
    ['min(a, b)', [10, Number.NaN]],
  ])('%s', (text, values) => {
    expect(value(text, ...values)).toBeNaN();
  });

  test('of several series those that are there count', () => {
    expect([value('sum(c.d)', 10, 30, Number.NaN, 5), value('min(c.d)', 10, 30, 3)]).toEqual([5, 3]);
  });
});

test('its series are found, with their places', () => {
  const found = seriesOf(parseFormula('1 + sum(a) / c.d{of=x}'));
  expect(found).toEqual([
    { form: 'series', metric: 'a', where: {}, of: 'sum', position: 8 },
    { form: 'series', metric: 'c.d', where: { of: 'x' }, of: null, position: 13 },
  ]);
});

test.each([
  ['', 0],
  ['a +', 3],
  ['a b', 2],
  ['(a', 2],
  ['a)', 1],
  ['a{', 2],
  ['a{of}', 4],
  ['a{of=}', 5],
  ['a{of=x', 6],
  ['a{of=x,}', 7],
  ['a{of="x}', 5],
  ['sum()', 4],
  ['sum(a, b)', 0],
  ['avg(a + b)', 0],
  ['a ^ 2', 2],
  ['1..2', 1],
  ['$', 0],
  ['='.repeat(3), 0],
  ['('.repeat(100), 32],
  ['-'.repeat(5_000) + '1', 32],
])('%s cannot be read, and its place is told', (text, position) => {
  expect(() => parseFormula(text)).toThrow(expect.objectContaining({ code: 'input_invalid', details: { position } }));
});
