import { FettleError } from '@fettle/shared/errors';
import { bind } from '@fettle/shared/rules/formula/bind';
import { parseFormula } from '@fettle/shared/rules/formula/parse';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const pieces = [
  'a',
  'b.c',
  'sum',
  'min',
  'max',
  'avg',
  '(',
  ')',
  '{',
  '}',
  '=',
  ',',
  '+',
  '-',
  '*',
  '/',
  '"x y"',
  '1',
  '2.5',
  '1e9',
  ' ',
  '*',
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((list) => list.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

test('any text is a formula that gives a number or none, or an error that names its place', { retry: 0 }, () => {
  let formulas = 0;
  const series = [{ metric: 'a', attributes: { a: 'x y' }, decimals: 0 }];
  fc.assert(
    fc.property(text, fc.double(), (formula, value) => {
      try {
        const given = bind(parseFormula(formula), { series })(Float64Array.of(value));
        expect(Number.isFinite(given) || Number.isNaN(given)).toBe(true);
        formulas++;
      } catch (error) {
        expect(error).toBeInstanceOf(FettleError);
        const { position } = (error as FettleError).details;
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(formula.length);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(formulas).toBeGreaterThan(100);
});
