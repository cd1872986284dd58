import { describe, expect, test } from 'vitest';
import type { Interval } from './intervals.ts';
import { type Held, type PieceKey, planOf, spanOf, type Wanted } from './plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = Date.UTC(2026, 10, 11);
const five = { rollup: 'five', start: at, finish: at + day } as const;
const hours = { rollup: 'hour', start: at, finish: at + day } as const;

interface Has {
  readonly fresh?: readonly number[];
  readonly compacted?: readonly number[];
  readonly pieces?: readonly PieceKey[];
  readonly outdated?: readonly number[];
}

function held({ fresh = [], compacted = [], pieces = [], outdated = [] }: Has): Held<PieceKey> {
  const within = (spans: readonly number[], all: readonly Interval[]) =>
    spans.filter((span) => all.some(([from, to]) => span < to && span + 2 * hour > from));
  return {
    fresh,
    compacted: (all) => within(compacted, all),
    pieces: (rollup) => pieces.filter((piece) => piece.rollup === rollup),
    outdated: () => outdated,
  };
}

const everySpan = Array.from({ length: 12 }, (_, i) => at + 2 * i * hour);
const byHours: Wanted = { range: [at, at + day], exact: ['hour', 'five'], instead: at };

/** In words: where from, from which minute of the day to which. */
const said = (wanted: Wanted, has: Has) =>
  planOf(wanted, held(has)).map(({ from, within, ...rest }) => {
    const level = from === 'rows' ? 'rows' : (rest as { piece: PieceKey }).piece.rollup;
    return `${level} ${(within[0] - at) / minute}-${(within[1] - at) / minute}`;
  });

describe('the coarsest that answers exactly', () => {
  test('whole hours from hours', () => {
    expect(said(byHours, { compacted: everySpan, pieces: [five, hours] })).toEqual(['hour 0-1440']);
    expect(said({ ...byHours, exact: ['five'] }, { compacted: everySpan, pieces: [five, hours] })).toEqual([
      'five 0-1440',
    ]);
    expect(said({ ...byHours, exact: [] }, { compacted: everySpan, pieces: [five, hours] })).toHaveLength(12);
  });

  test('what the range cuts is read finer: hours, five minutes, samples', () => {
    const range: Interval = [at + 58 * minute, at + 5 * hour + 7 * minute];
    expect(said({ ...byHours, range, instead: at }, { compacted: everySpan, pieces: [five, hours] })).toEqual([
      'rows 58-60',
      'hour 60-300',
      'five 300-305',
      'rows 305-307',
    ]);
  });

  test('spans that are not all rolled up are read from rows', () => {
    const fresh = [at + 4 * hour];
    expect(said(byHours, { fresh, compacted: everySpan, pieces: [five, hours] })).toEqual([
      'hour 0-240',
      'rows 240-360',
      'hour 360-1440',
    ]);
  });

  test('spans that were compacted again since their hours were made are read from five minutes', () => {
    const outdated = [at + 4 * hour];
    expect(said(byHours, { outdated, compacted: everySpan, pieces: [five, hours] })).toEqual([
      'hour 0-240',
      'five 240-360',
      'hour 360-1440',
    ]);
  });

  test('where there are no roll-ups, rows, a span at a time', () => {
    const range: Interval = [at + hour, at + 3 * hour];
    expect(said({ ...byHours, range }, { compacted: everySpan })).toEqual(['rows 60-120', 'rows 120-180']);
    expect(said({ ...byHours, range }, {})).toEqual([]);
  });
});

describe('where samples were given up', () => {
  test('a cut bucket counts where it begins, if that is in a step that is asked for', () => {
    const range: Interval = [at + 7 * minute, at + 12 * minute];
    const wanted = { range, exact: [], instead: at + 6 * minute } as const;
    // 5 to 10 begins before the first step, 10 to 15 in the range.
    expect(said(wanted, { pieces: [five] })).toEqual(['five 6-12']);
    expect(said({ ...wanted, instead: at }, { pieces: [five] })).toEqual(['five 5-12']);
    expect(said({ ...wanted, instead: at }, { pieces: [hours] })).toEqual(['hour 0-12']);
    expect(said({ ...wanted, instead: null }, { pieces: [five, hours] })).toEqual([]);
  });

  test('five minutes before hours, and samples where some are left', () => {
    const short = { ...five, finish: at + 2 * hour };
    const wanted = { range: [at, at + 6 * hour], exact: [], instead: at } as const;
    expect(said(wanted, { compacted: [at + 4 * hour], pieces: [short, hours] })).toEqual([
      'five 0-120',
      'hour 120-240',
      'rows 240-360',
    ]);
  });
});

test('spans begin at multiples of two hours', () => {
  expect(spanOf(at + 3 * hour)).toBe(at + 2 * hour);
  expect(spanOf(at)).toBe(at);
});
