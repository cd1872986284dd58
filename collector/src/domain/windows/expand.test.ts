import { describe, expect, test } from 'vitest';
import { nextSpan, openUntil, spansIn } from './expand.ts';
import type { WindowWhen } from './types.ts';

const hour = 3_600_000;
const when = (fields: Partial<WindowWhen>): WindowWhen => ({
  zone: 'UTC',
  start: '2026-01-01T22:00',
  lastsMs: 4 * hour,
  repeat: { every: 'day' },
  ...fields,
});
const at = (text: string) => Date.parse(text);
const begins = (one: WindowWhen, from: string, to: string) =>
  spansIn(one, at(from), at(to)).map((span) => new Date(span.from).toISOString().slice(0, 16));

describe('over midnight', () => {
  const nightly = when({});
  test.each([
    ['2026-01-05T21:59:59.999Z', false],
    ['2026-01-05T22:00Z', true],
    ['2026-01-06T00:00Z', true],
    ['2026-01-06T01:59:59.999Z', true],
    ['2026-01-06T02:00Z', false],
    // The evening before the first.
    ['2026-01-01T01:00Z', false],
  ])('%s: %s', (time, open) => {
    expect(spansIn(nightly, at(time), at(time) + 1).length > 0).toBe(open);
    expect(openUntil(nightly, at(time)) !== null).toBe(open);
  });

  test('its end is the end of the opening that is open', () => {
    expect(openUntil(nightly, at('2026-01-06T00:30Z'))).toBe(at('2026-01-06T02:00Z'));
  });

  test('openings that touch are one to who waits for the end', () => {
    const shifts = when({ lastsMs: 24 * hour, until: '2026-01-03T22:00' });
    expect(openUntil(shifts, at('2026-01-02T00:00Z'))).toBe(at('2026-01-03T22:00Z'));
  });
});

describe('when the clocks change', () => {
  test('in Berlin it stays at its hour', () => {
    const night = when({ zone: 'Europe/Berlin', start: '2026-03-27T22:00' });
    expect(begins(night, '2026-03-27T00:00Z', '2026-03-31T00:00Z')).toEqual([
      '2026-03-27T21:00',
      '2026-03-28T21:00',
      '2026-03-29T20:00',
      '2026-03-30T20:00',
    ]);
  });

  test('in New York, three weeks earlier, too', () => {
    const night = when({ zone: 'America/New_York', start: '2026-03-06T22:00' });
    expect(begins(night, '2026-03-07T12:00Z', '2026-03-09T12:00Z')).toEqual(['2026-03-08T03:00', '2026-03-09T02:00']);
  });

  test('a time that is left out begins as much later, and says so', () => {
    const missing = when({
      zone: 'Europe/Berlin',
      start: '2026-03-29T02:30',
      repeat: { every: 'once' },
      lastsMs: hour,
    });
    expect(spansIn(missing, at('2026-03-28T00:00Z'), at('2026-03-30T00:00Z'))).toEqual([
      {
        from: at('2026-03-29T01:30Z'),
        to: at('2026-03-29T02:30Z'),
        note: 'The clocks leave out 02:30 that day: it begins at 03:30.',
      },
    ]);
  });

  test('a time that comes twice begins at its first, and says so', () => {
    const twice = when({
      zone: 'America/New_York',
      start: '2026-11-01T01:30',
      repeat: { every: 'once' },
      lastsMs: 3 * hour,
    });
    expect(spansIn(twice, at('2026-10-31T00:00Z'), at('2026-11-02T00:00Z'))).toEqual([
      {
        from: at('2026-11-01T05:30Z'),
        to: at('2026-11-01T08:30Z'),
        note: '01:30 comes twice that day: it begins at the first.',
      },
    ]);
  });
});

describe('repeats', () => {
  test('weekdays', () => {
    const week = when({ repeat: { every: 'week', days: [1, 5] }, start: '2026-01-01T06:00' });
    expect(begins(week, '2026-01-01T00:00Z', '2026-01-13T00:00Z')).toEqual([
      '2026-01-02T06:00',
      '2026-01-05T06:00',
      '2026-01-09T06:00',
      '2026-01-12T06:00',
    ]);
  });

  test('a day that a month lacks is its last', () => {
    const month = when({ repeat: { every: 'month', day: 31 }, start: '2026-01-01T06:00' });
    expect(begins(month, '2026-01-01T00:00Z', '2026-05-01T00:00Z')).toEqual([
      '2026-01-31T06:00',
      '2026-02-28T06:00',
      '2026-03-31T06:00',
      '2026-04-30T06:00',
    ]);
  });

  test.each([
    [2, 2, ['2026-01-13T06:00', '2026-02-10T06:00']],
    [-1, 5, ['2026-01-30T06:00', '2026-02-27T06:00']],
  ])('%i. of weekday %i', (nth, weekday, expected) => {
    const patch = when({ repeat: { every: 'month-weekday', nth, weekday }, start: '2026-01-01T06:00' });
    expect(begins(patch, '2026-01-01T00:00Z', '2026-03-01T00:00Z')).toEqual(expected);
  });

  test('none begins after `until`, nor before `start`', () => {
    const few = when({ start: '2026-01-03T22:00', until: '2026-01-04T22:00' });
    expect(begins(few, '2026-01-01T00:00Z', '2026-02-01T00:00Z')).toEqual(['2026-01-03T22:00', '2026-01-04T22:00']);
    expect(nextSpan(few, at('2026-01-05T02:00Z'))).toBeNull();
  });

  test('the next is found however far its start lies ahead', () => {
    const far = when({ start: '2031-01-03T22:00', repeat: { every: 'once' } });
    expect(nextSpan(far, at('2026-01-01T00:00Z'))?.from).toBe(at('2031-01-03T22:00Z'));
  });
});
