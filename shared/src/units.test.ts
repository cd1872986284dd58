import { expect, test } from 'vitest';
import { diskIo } from './metrics/disk.ts';
import { readingUnit } from './metrics/metric.ts';
import { networkIo } from './metrics/network.ts';
import { formatValue, inScale, scaleOf } from './units.ts';

test.each([
  [0.914, '1', '91.4 %'],
  [0.34, '1', '34.0 %'],
  [1, '1', '100 %'],
  [0, '1', '0 %'],
  [0.0004, '1', '0.0 %'],
  [24_374_824_960, 'By', '22.7 GiB'],
  [0, 'By', '0 B'],
  [1_023, 'By', '1,023 B'],
  [1_048_575, 'By', '1.00 MiB'],
  [61_000_000, 'By/s', '61.0 MB/s'],
  [48_300_000, 'bit/s', '48.3 Mbit/s'],
  [6_037_500, 'By/s{bit/s}', '48.3 Mbit/s'],
  [124_999_999, 'By/s{bit/s}', '1.00 Gbit/s'],
  [10, 'By/s{bit/s}', '80.0 bit/s'],
  [0, 'By/s{bit/s}', '0 bit/s'],
  [52.25, 'Cel', '52.3 °C'],
  [3.14, '{thread}', '3.14 '],
  [1_204, '{packet}/s', '1,204 /s'],
  [2_500_000, '{packet}/s', '2.50 M/s'],
  [90, 's', '90.0 s'],
  [3_600 * 24 * 41.25, 's', '41.3 d'],
  [0.0004, 's', '400 µs'],
  [-412, 'ms', '−412 ms'],
  [90_000, 'ms', '90.0 s'],
  [7, 'furlong', '7.00 furlong'],
  [Number.NaN, '1', 'no data '],
  [Number.POSITIVE_INFINITY, 'By', 'no data '],
])('%d %s is %s', (value, unit, text) => {
  const shown = formatValue(value, unit);
  expect(`${shown.figure} ${shown.unit}`).toBe(text);
});

test('never more digits than were measured', () => {
  expect(formatValue(3, '{process}', 0).figure).toBe('3');
  expect(formatValue(2.71, '{thread}', 1).figure).toBe('2.7');
  expect(formatValue(0.5, '1', 2).figure).toBe('50');
});

test('a unit that is read otherwise is made in one place, from the catalogue’s hint', () => {
  expect(readingUnit({ unit: 'By/s', chart: { reads: 'bit/s' } })).toBe('By/s{bit/s}');
  expect(readingUnit({ unit: 'By/s', chart: {} })).toBe('By/s');
  expect(readingUnit(networkIo)).toBe('By/s{bit/s}');
  expect(readingUnit(diskIo)).toBe('By/s');
});

test('values on one axis share a scale', () => {
  const scale = scaleOf('By/s', 1_200_000_000);
  expect(scale).toEqual({ factor: 1e9, unit: 'GB/s' });
  expect(inScale(300_000_000, scale)).toBe('0.30');
});
