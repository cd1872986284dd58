import { describe, expect, test } from 'vitest';
import { nextTime, parseCron } from './cron.ts';
import type { FettleError } from './errors.ts';

const at = (text: string) => Date.parse(text);
const after = (cron: string, from: string, zone = 'UTC', count = 1) => {
  const times: string[] = [];
  for (let time: number | null = at(from); times.length < count;) {
    time = nextTime(parseCron(cron), time, zone);
    if (time === null) break;
    times.push(new Date(time).toISOString().replace(':00.000Z', 'Z'));
  }
  return times;
};

test.each([
  ['* * * * *', '2026-03-01T10:00:00Z', '2026-03-01T10:01Z'],
  ['* * * * *', '2026-03-01T10:00:59.999Z', '2026-03-01T10:01Z'],
  ['30 2 * * *', '2026-03-01T02:29:59Z', '2026-03-01T02:30Z'],
  ['30 2 * * *', '2026-03-01T02:30:00Z', '2026-03-02T02:30Z'],
  ['*/15 8-18/2 * * 1-5', '2026-03-06T18:45:00Z', '2026-03-09T08:00Z'],
  ['0 0 1 1 *', '2026-01-01T00:00:00Z', '2027-01-01T00:00Z'],
  ['0 12 * * 7', '2026-03-02T00:00:00Z', '2026-03-08T12:00Z'],
  ['0 12 * * 0', '2026-03-02T00:00:00Z', '2026-03-08T12:00Z'],
  ['0 0 29 2 *', '2096-03-01T00:00:00Z', '2104-02-29T00:00Z'],
  // Both days restricted: one is enough.
  ['0 0 13 * 5', '2026-03-01T00:00:00Z', '2026-03-06T00:00Z'],
  ['0 0 13 * 5', '2026-03-12T23:00:00Z', '2026-03-13T00:00Z'],
  // One of them is `*` with a step: both must fit.
  ['0 0 */2 * 1', '2026-03-02T00:00:00Z', '2026-03-09T00:00Z'],
])('%s after %s', (cron, from, expected) => {
  expect(after(cron, from)).toEqual([expected]);
});

describe('where clocks are changed', () => {
  test('a time that there is not comes when the clock is put forward, and only once', () => {
    expect(after('30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin', 2)).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
    expect(after('*/20 2,3 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin', 3)).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-29T01:20Z',
      '2026-03-29T01:40Z',
    ]);
  });

  test('a time that comes twice comes the first time only', () => {
    expect(after('30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin', 2)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
    // In the middle of the second time: what has been is not again.
    expect(after('30 2 * * *', '2026-10-25T01:10:00Z', 'Europe/Berlin')).toEqual(['2026-10-26T01:30Z']);
  });

  test('half an hour, midnight, and a day that was left out', () => {
    expect(after('15 2 * * *', '2026-10-03T00:00:00Z', 'Australia/Lord_Howe', 2)).toEqual([
      '2026-10-03T15:30Z',
      '2026-10-04T15:15Z',
    ]);
    expect(after('0 0 * * *', '2026-09-05T12:00:00Z', 'America/Santiago', 2)).toEqual([
      '2026-09-06T04:00Z',
      '2026-09-07T03:00Z',
    ]);
    expect(after('0 12 * * *', '2011-12-30T08:00:00Z', 'Pacific/Apia', 2)).toEqual([
      '2011-12-30T10:00Z',
      '2011-12-30T22:00Z',
    ]);
  });
});

describe('refused, with what it may be', () => {
  test.each([
    ['', /has 0 fields and needs five/],
    ['* * * *', /has 4 fields/],
    ['0 * * * * *', /has 6 fields/],
    ['@daily', /has 1 fields/],
    ['60 * * * *', /The minute cannot be "60": it is \*, or from 0 to 59/],
    ['* 24 * * *', /The hour/],
    ['* * 0 * *', /The day of the month cannot be "0"/],
    ['* * * 13 *', /The month/],
    ['* * * jan *', /The month cannot be "jan"/],
    ['* * * * 8', /The day of the week/],
    ['*/0 * * * *', /The minute/],
    ['*/x * * * *', /The minute/],
    ['*/5/5 * * * *', /The minute/],
    ['5/15 * * * *', /has a step without a range/],
    ['5-1 * * * *', /goes backwards/],
    ['1-2-3 * * * *', /The minute/],
    ['1, * * * *', /The minute cannot be ""/],
    ['-1 * * * *', /The minute/],
    ['1.5 * * * *', /The minute/],
    ['０ * * * *', /The minute/],
    ['* * 31 2,4 *', /no year has such a day/],
    [`${'1,'.repeat(200)}1 * * * *`, /more than 128/],
  ])('%s', (text, why) => {
    try {
      parseCron(text);
      expect.unreachable();
    } catch (error) {
      expect((error as FettleError).code).toBe('input_invalid');
      expect((error as FettleError).message).toMatch(why);
    }
  });

  test('a zone that there is not', () => {
    expect(() => nextTime(parseCron('* * * * *'), 0, 'Europe/Nowhere')).toThrow(RangeError);
  });
});

/** Whether a field has a value; `first`: the least that it can have. */
const fits = (field: string, value: number, first: number) =>
  field.split(',').some((one) => {
    const [range = '', step = '1'] = one.split('/');
    const [low = 0, high = low] = range === '*' ? [first, 99] : range.split('-').map(Number);
    return value >= low && value <= high && (value - low) % Number(step) === 0;
  });

/** Whether a wall time, as if it were UTC, is one of them. */
function isAsked(cron: string, wall: number): boolean {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.split(' ');
  const date = new Date(wall);
  const days = [fits(day, date.getUTCDate(), 1), fits(weekday, date.getUTCDay(), 0)];
  const either = !day.startsWith('*') && !weekday.startsWith('*');
  return (
    fits(minute, date.getUTCMinutes(), 0) &&
    fits(hour, date.getUTCHours(), 0) &&
    fits(month, date.getUTCMonth() + 1, 1) &&
    (either ? days.includes(true) : !days.includes(false))
  );
}

/** Minute by minute, with what the wall shows then: too slow to be used, too plain to be wrong. */
function* naive(cron: string, from: number, zone: string): Generator<number> {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const wall = (time: number) => at(`${format.format(time).replace(' ', 'T')}Z`);
  // What the wall showed in the hours before is known, too.
  let time = from - 180 * 60_000;
  let latest = wall(time);
  for (;;) {
    time += 60_000;
    let due = false;
    // Those that it has passed over are due now; those that it shows again are not.
    for (; latest < wall(time); latest += 60_000) due ||= isAsked(cron, latest + 60_000);
    if (due && time > from) yield time;
  }
}

test.each([
  ['Europe/Berlin', '2026-03-28T20:00:00Z'],
  ['Europe/Berlin', '2026-10-24T20:00:00Z'],
  ['America/New_York', '2026-11-01T01:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T10:00:00Z'],
  ['America/Santiago', '2026-04-04T20:00:00Z'],
  ['Africa/Cairo', '2026-10-29T15:00:00Z'],
])('the same as looking at the wall every minute: %s from %s', (zone, from) => {
  for (const cron of ['*/7 * * * *', '0,30 0-3 * * *', '*/20 1-3 29-31,1 * 0,6', '15 */2 */2 * *']) {
    const reference = naive(cron, at(from), zone);
    const parsed = parseCron(cron);
    let time = at(from);
    for (let count = 0; count < 8 && time < at(from) + 86_400_000; count++) {
      const next = nextTime(parsed, time, zone);
      expect(next, `${cron} after ${new Date(time).toISOString()}`).toBe(reference.next().value);
      time = next as number;
    }
  }
});
