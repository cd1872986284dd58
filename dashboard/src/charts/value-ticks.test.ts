import { expect, test } from 'vitest';
import { axisOf } from './value-ticks.ts';

const labels = (...args: Parameters<typeof axisOf>) => axisOf(...args).ticks.map(({ label }) => label);
const gib = 2 ** 30;

test('shares go from 0 to 100 %', () => {
  expect(axisOf(0.2, 0.34, { unit: '1', max: 1 })).toMatchObject({ low: 0, high: 1 });
  expect(labels(0.2, 0.34, { unit: '1', max: 1 })).toEqual(['0 %', '50 %', '100 %']);
});

test('bytes are round in powers of 2, the unit stands at the top', () => {
  expect(labels(0, 22.7 * gib, { unit: 'By' })).toEqual(['0', '8', '16', '24 GiB']);
  expect(labels(0, 0, { unit: 'By' })).toEqual(['0', '0.25', '0.5', '0.75', '1 KiB']);
});

test('rates are round in powers of 10', () => {
  expect(labels(3, 73_000_000, { unit: 'By/s' })).toEqual(['0', '20', '40', '60', '80 MB/s']);
  expect(labels(0, 1_200_000_000, { unit: 'By/s' })).toEqual(['0', '0.5', '1', '1.5 GB/s']);
});

test('bytes that are read as bits are round in bits', () => {
  expect(labels(0, 12_000_000, { unit: 'By/s{bit/s}' })).toEqual(['0', '25', '50', '75', '100 Mbit/s']);
});

test('in above, out below one zero line, without a sign', () => {
  expect(labels(-140_000_000, 60_000_000, { unit: 'bit/s', mirror: true })).toEqual(['200', '100', '0', '100 Mbit/s']);
});

test('levels may leave zero out where the catalogue says so', () => {
  expect(labels(48, 56, { unit: 'Cel', fromZero: false })).toEqual(['45', '50', '55', '60 °C']);
});

test('nothing moves is a flat line, not mountains', () => {
  for (const unit of ['1', 'By', 'By/s', 'Cel', '{process}', 's', 'unheard-of']) {
    for (const level of [0, 1e-9, 3, 1e12]) {
      const axis = axisOf(level, level, { unit });
      expect(axis.high).toBeGreaterThan(axis.low);
      expect(axis.ticks.length).toBeLessThanOrEqual(5);
      expect(axis.ticks.every(({ value }) => Number.isFinite(value))).toBe(true);
    }
  }
});
