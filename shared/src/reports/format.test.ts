import { describe, expect, it } from 'vitest';
import { exactDuration, textOf, written, cellWritten, timeText } from './format.ts';
import type { How } from './format.ts';

const frame = { currency: 'EUR', zone: 'Europe/Berlin' };
const say = (value: number, how: How, at = frame) => textOf(written(value, how, at)).replaceAll('\u202f', ' ');

describe('values of reports', () => {
  it.each([
    [184, { format: 'integer' }, '184'],
    [-1_204, { format: 'integer' }, '−1,204'],
    [212, { format: 'number', unit: 'h' }, '212 h'],
    [0.914, { format: 'ratio' }, '91.4 %'],
    [24_374_824_960, { format: 'bytes' }, '22.7 GiB'],
    [1_500_000, { format: 'rate' }, '1.50 MB/s'],
    [2.345, { format: 'number' }, '2.35'],
    [3, { format: 'number', unit: '{incident}' }, '3'],
    [Number.NaN, { format: 'number' }, 'no data'],
  ] as const)('%s as %o is %s', (value, how, text) => {
    expect(say(value, how)).toBe(text);
  });

  it('writes percent of parts per million by integers, and never calls whole what is not', () => {
    expect(say(999_300, { format: 'ppm' })).toBe('99.93 %');
    expect(say(998_745, { format: 'ppm' })).toBe('99.87 %');
    expect(say(998_755, { format: 'ppm' })).toBe('99.88 %');
    expect(say(999_996, { format: 'ppm' })).toBe('99.9996 %');
    expect(say(3, { format: 'ppm' })).toBe('0.0003 %');
    expect(say(1_000_000, { format: 'ppm' })).toBe('100.00 %');
    expect(say(0, { format: 'ppm' })).toBe('0.00 %');
  });

  it('writes money to the cent, in any currency', () => {
    expect(say(143_005, { format: 'money' })).toBe('€ 1,430.05');
    expect(say(-5, { format: 'money' })).toBe('€ −0.05');
    expect(say(143_050, { format: 'money', decimals: 0 })).toBe('€ 1,431');
    expect(say(9_007_199_254_740_991, { format: 'money' })).toBe('€ 90,071,992,547,409.91');
    expect(say(1_430, { format: 'money' }, { ...frame, currency: 'JPY' })).toBe('¥ 1,430');
    expect(say(1_430, { format: 'money' }, { ...frame, currency: '<b>' })).toBe('<b> 14.30');
  });

  it('writes spans in their two largest units, rounded half up, and exactly where that is asked', () => {
    expect(say(2_292_000, { format: 'duration' })).toBe('38 min 12 s');
    expect(say(15_000_000, { format: 'duration' })).toBe('4 h 10 min');
    expect(say(3_599_600, { format: 'duration' })).toBe('1 h');
    expect(say(59_499, { format: 'duration' })).toBe('59 s');
    expect(say(59_500, { format: 'duration' })).toBe('1 min');
    expect(say(40 * 3_600_000, { format: 'duration' })).toBe('40 h');
    expect(say(78 * 3_600_000, { format: 'duration' })).toBe('3 d 6 h');
    expect(say(-300_000, { format: 'duration' })).toBe('−5 min');
    expect(say(0, { format: 'duration' })).toBe('0 s');
    expect(say(250, { format: 'duration' })).toBe('250 ms');
    expect(exactDuration(280_924_250).replaceAll('\u202f', ' ')).toBe('3 d 6 h 2 min 4.25 s');
  });

  it('writes times in the zone, on both sides of a change of clocks', () => {
    expect(timeText(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')).toBe('25 Oct 2026 02:30');
    expect(timeText(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin')).toBe('25 Oct 2026 02:30');
    expect(timeText(Date.UTC(2026, 8, 1), 'UTC')).toBe('1 Sep 2026 00:00');
    expect(say(9e15, { format: 'date' })).toBe('no data');
  });

  it('says a cell in its own words, or that there is nothing', () => {
    expect(textOf(cellWritten({ value: null, text: 'nobody' }, { format: 'text' }, frame))).toBe('nobody');
    expect(textOf(cellWritten({ value: null }, { format: 'money' }, frame))).toBe('no data');
    expect(textOf(cellWritten({ value: { value: 0.5, ticks: [] } }, { format: 'level' }, frame))).toBe('50.0\u202f%');
    expect(textOf(cellWritten({ value: [1, 4, null] }, { format: 'spark' }, frame))).toBe('4');
  });
});
