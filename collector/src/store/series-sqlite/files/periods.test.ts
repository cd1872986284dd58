import { describe, expect, test } from 'vitest';
import { type PeriodKind, periodNamed, periodOf } from './periods.ts';

const at = (text: string) => Date.parse(text);

describe('the period of a time', () => {
  test.for<[PeriodKind, string, string, string, string]>([
    ['raw', '2026-11-16T00:00:00Z', 'raw-2026-11-16.db', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['raw', '2026-11-22T23:59:59.999Z', 'raw-2026-11-16.db', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['raw', '2027-01-01T12:00:00Z', 'raw-2026-12-28.db', '2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z'],
    ['raw', '1970-01-01T00:00:00Z', 'raw-1969-12-29.db', '1969-12-29T00:00:00Z', '1970-01-05T00:00:00Z'],
    ['five', '2028-02-29T23:59:59.999Z', 'five-2028-02.db', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['five', '2026-12-31T23:59:59Z', 'five-2026-12.db', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['hour', '2026-12-31T23:59:59Z', 'hour-2026.db', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('%s at %s is %s', ([kind, time, name, start, end]) => {
    expect(periodOf(kind, at(time))).toEqual({ kind, name, start: at(start), end: at(end) });
  });

  test('periods follow each other without a gap', () => {
    for (const kind of ['raw', 'five', 'hour'] as const) {
      let period = periodOf(kind, at('2024-01-01T00:00:00Z'));
      for (let n = 0; n < 60; n++) {
        expect(periodOf(kind, period.end - 1)).toEqual(period);
        const next = periodOf(kind, period.end);
        expect(next.start).toBe(period.end);
        expect(periodNamed(next.name)).toEqual(next);
        period = next;
      }
    }
  });
});

describe('a name that is no period', () => {
  test.for([
    'journal.db',
    'lock.db',
    'raw-2026-11-17.db',
    'raw-2026-11.db',
    'five-2026-13.db',
    'five-2026-11-16.db',
    'hour-2026-11.db',
    'hour-26.db',
    'raw-2026-11-16.db-wal',
    'raw-2026-02-30.db',
    'damaged-2026.db',
    '../raw-2026-11-16.db',
  ])('%s', (name) => {
    expect(periodNamed(name)).toBeNull();
  });
});
