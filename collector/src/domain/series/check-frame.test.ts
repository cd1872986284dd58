import { describe, expect, test } from 'vitest';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { checkFrame } from './check-frame.ts';

const dictionaryOf = (count: number): Dictionary => ({
  series: Array.from({ length: count }, (_, i) => ({ metric: `m${i}`, attributes: {}, decimals: 0 })),
});
const good: Frame = {
  sequence: 1,
  time: 0,
  offset: -5,
  values: Float64Array.of(1, Number.NaN),
  tables: [{ name: 'processes', rows: [{ id: 1, start: 0, name: 'init', values: [Number.NaN, -0] }] }],
};
const row = { id: 1, start: 0, name: 'x', values: [1] };

function codeOf(change: Partial<Frame>, columns = 2): string {
  try {
    checkFrame({ ...good, ...change }, dictionaryOf(columns));
    return 'passes';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('passes', () => {
  test.each<[string, Partial<Frame>, number?]>([
    ['a frame with an absent value', {}],
    ['fewer values than series', {}, 2_048],
    ['no values at all', { values: new Float64Array() }, 0],
    ['the largest numbers', { sequence: Number.MAX_SAFE_INTEGER, time: Number.MAX_SAFE_INTEGER }],
    ['odd doubles', { values: Float64Array.of(-0, Number.MAX_VALUE) }],
  ])('%s', (_, change, columns) => expect(codeOf(change, columns)).toBe('passes'));
});

describe('is refused', () => {
  test.each<[string, Partial<Frame>, string, number?]>([
    ['an infinite value', { values: Float64Array.of(1, Number.POSITIVE_INFINITY) }, 'frame_value_invalid'],
    ['a value of minus infinity', { values: Float64Array.of(Number.NEGATIVE_INFINITY) }, 'frame_value_invalid'],
    ['a negative time', { time: -1 }, 'frame_time_invalid'],
    ['half a millisecond', { time: 0.5 }, 'frame_time_invalid'],
    ['a time that is no number', { time: Number.NaN }, 'frame_time_invalid'],
    ['a time beyond whole numbers', { time: 2 ** 53 }, 'frame_time_invalid'],
    ['an offset that is no number', { offset: Number.NaN }, 'frame_time_invalid'],
    ['sequence 0', { sequence: 0 }, 'frame_malformed'],
    ['half a sequence', { sequence: 1.5 }, 'frame_malformed'],
    ['more values than series', {}, 'frame_malformed', 1],
    ['too many series', {}, 'series_limit', 2_049],
    ['10,000 values', { values: new Float64Array(10_000) }, 'series_limit', 10_000],
    [
      'a table with too many rows',
      { tables: [{ name: 'x', rows: Array.from({ length: 65 }, () => row) }] },
      'frame_malformed',
    ],
    ['a table with a long name', { tables: [{ name: 'x'.repeat(129), rows: [] }] }, 'name_too_long'],
    ['a row with a long name', { tables: [{ name: 'x', rows: [{ ...row, name: 'x'.repeat(65) }] }] }, 'name_too_long'],
    [
      'a row with an infinite value',
      { tables: [{ name: 'x', rows: [{ ...row, values: [-Number.POSITIVE_INFINITY] }] }] },
      'frame_value_invalid',
    ],
  ])('%s', (_, change, code, columns) => expect(codeOf(change, columns)).toBe(code));
});
