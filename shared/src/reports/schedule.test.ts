import { describe, expect, test } from 'vitest';
import { type BusinessDay, dueAfter, duesIn, type Schedule, weekdays, wrongSchedule } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const shown = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
const schedule = (cron: string, businessDay: Schedule['businessDay'] = 'any', zone = 'UTC'): Schedule => ({
  cron,
  zone,
  businessDay,
  calendar: null,
});
const dues = (one: Schedule, from: string, to: string, isBusiness: BusinessDay = weekdays) =>
  duesIn(one, isBusiness, at(from), at(to)).map((due) => shown(due.at));

/** Christmas, and the days to New Year that a calendar has off. */
const holidays: BusinessDay = (day) => weekdays(day) && !(day >= '2026-12-24' && day <= '2027-01-03');

describe('a due time', () => {
  test('is after a moment, not at it, and each is found once', () => {
    expect(dues(schedule('0 8 1 * *'), '2026-10-01T08:00Z', '2026-12-01T08:00Z')).toEqual([
      '2026-11-01T08:00',
      '2026-12-01T08:00',
    ]);
  });

  test('keeps its time on the wall when clocks change', () => {
    expect(dues(schedule('0 8 * * 0', 'any', 'Europe/Berlin'), '2026-10-12T00:00Z', '2026-10-26T00:00Z')).toEqual([
      '2026-10-18T06:00',
      '2026-10-25T07:00',
    ]);
  });
});

describe('on a day that is no business day', () => {
  // 1 November 2026 is a Sunday.
  const span = ['2026-10-15T00:00Z', '2026-12-15T00:00Z'] as const;
  test.each([
    ['any', ['2026-11-01T08:00', '2026-12-01T08:00']],
    ['before', ['2026-10-30T08:00', '2026-12-01T08:00']],
    ['after', ['2026-11-02T08:00', '2026-12-01T08:00']],
    ['skip', ['2026-12-01T08:00']],
  ] as const)('%s', (rule, expected) => {
    expect(dues(schedule('0 8 1 * *', rule), ...span)).toEqual(expected);
  });

  test('is moved over a weekend and holidays in a row, and is for its own period all the same', () => {
    const [after, before] = (['after', 'before'] as const).map((rule) =>
      dueAfter(schedule('0 8 1 1 *', rule), holidays, at('2026-12-20T00:00Z')),
    );
    expect([shown(after?.at), shown(after?.nominal)]).toEqual(['2027-01-04T08:00', '2027-01-01T08:00']);
    expect([shown(before?.at), shown(before?.nominal)]).toEqual(['2026-12-23T08:00', '2027-01-01T08:00']);
  });

  test('several that are moved to one day are one, that of the last', () => {
    const daily = dues(schedule('0 8 * * *', 'after'), '2026-12-22T12:00Z', '2027-01-05T12:00Z', holidays);
    expect(daily).toEqual(['2026-12-23T08:00', '2027-01-04T08:00', '2027-01-05T08:00']);
    const due = dueAfter(schedule('0 8 * * *', 'after'), holidays, at('2026-12-23T08:00Z'));
    expect(shown(due?.nominal)).toBe('2027-01-04T08:00');
  });

  test('keeps its time on the wall over a clock change', () => {
    const moved = dueAfter(schedule('0 8 25 10 *', 'before', 'Europe/Berlin'), weekdays, at('2026-10-01T00:00Z'));
    expect(shown(moved?.at)).toBe('2026-10-23T06:00');
  });

  test('a calendar without any business day leaves it where it is', () => {
    expect(dues(schedule('0 8 1 * *', 'after'), ...span, () => false)).toEqual([
      '2026-11-01T08:00',
      '2026-12-01T08:00',
    ]);
    expect(dueAfter(schedule('0 8 1 * *', 'skip'), () => false, at(span[0]))).toBeNull();
  });
});

test('at the end of each turn of a roster: the hours of its hand-over', () => {
  const turns = schedule('0 6,14,22 * * *', 'any', 'Europe/Berlin');
  expect(dues(turns, '2026-11-30T00:00Z', '2026-12-01T00:00Z')).toEqual([
    '2026-11-30T05:00',
    '2026-11-30T13:00',
    '2026-11-30T21:00',
  ]);
});

test.each([
  ['0 * * * *', null],
  ['0,30 * * * *', '24 times a day at most; this is 48 times.'],
  ['* * * * *', '1440 times'],
])('%s as often as may be', (cron, wrong) => {
  if (wrong === null) expect(wrongSchedule({ cron })).toBeNull();
  else expect(wrongSchedule({ cron })).toContain(wrong);
});
