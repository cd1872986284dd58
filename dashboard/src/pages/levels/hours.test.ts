import type { Calendar } from '@fettle/shared/api/levels';
import { expect, test } from 'vitest';
import { newCalendar, readCalendarDraft } from './calendar-draft.ts';
import { hoursWords } from './calendars-page.tsx';
import { hoursBetween, nextHours, periodNow, sumOf } from './hours.ts';
import { budgetOf, newObjective, readObjectiveDraft, targetOf, targetText } from './objective-draft.ts';
import { minutesText } from './objective-page.tsx';

const hour = 3_600_000;
const office: Calendar = {
  id: 'office',
  name: 'Office',
  zone: 'Europe/Berlin',
  hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  holidays: [{ day: '2026-12-25', name: 'Christmas' }],
  version: 1,
};
const night: Calendar = { ...office, hours: [{ days: [6], from: '22:00', to: '06:00' }], holidays: [] };

test('hours stay at their hour when the clocks change, and a night over the change is as long as it was', () => {
  const march = { from: Date.UTC(2026, 2, 27), to: Date.UTC(2026, 2, 31) };
  expect(hoursBetween(office, march.from, march.to).map(({ from }) => new Date(from).toISOString())).toEqual([
    '2026-03-27T07:00:00.000Z',
    '2026-03-30T06:00:00.000Z',
  ]);
  expect(sumOf(hoursBetween(night, march.from, march.to))).toBe(7 * hour);
  expect(sumOf(hoursBetween(night, Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 26)))).toBe(9 * hour);
});

test('holidays have none, always is always, and what touches is one', () => {
  expect(hoursBetween(office, Date.UTC(2026, 11, 25), Date.UTC(2026, 11, 26))).toEqual([]);
  expect(hoursBetween(null, 5, 9)).toEqual([{ from: 5, to: 9 }]);
  const whole = { ...office, hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], holidays: [] };
  expect(hoursBetween(whole, 0, 100 * hour)).toEqual([{ from: 0, to: 100 * hour }]);
  const [open, next] = nextHours(office, Date.UTC(2026, 10, 30, 9), 2);
  expect([open?.to, next?.from]).toEqual([Date.UTC(2026, 10, 30, 17), Date.UTC(2026, 11, 1, 7)]);
});

test('periods are those of the zone', () => {
  const now = Date.UTC(2026, 9, 31, 23, 30);
  expect(periodNow('month', 'Europe/Berlin', now)).toEqual({
    from: Date.UTC(2026, 9, 31, 23),
    to: Date.UTC(2026, 10, 30, 23),
  });
  expect(periodNow('quarter', 'UTC', now)).toEqual({ from: Date.UTC(2026, 9, 1), to: Date.UTC(2027, 0, 1) });
  expect(periodNow('week', 'UTC', now).from).toBe(Date.UTC(2026, 9, 26));
  expect(periodNow('year', 'UTC', now)).toEqual({ from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) });
});

test('the budget is what may be missed of the hours of the period, whole milliseconds, rounded down', () => {
  const base = { kind: 'availability' as const, targetPpm: 999_000, period: 'month' as const, zone: 'UTC' };
  const june = Date.UTC(2026, 5, 15);
  expect(budgetOf(base, null, june)).toEqual({ measuredMs: 720 * hour, budgetMs: 2_592_000 });
  expect(budgetOf(base, office, june)).toEqual({ measuredMs: 220 * hour, budgetMs: 792_000 });
  expect(budgetOf({ ...base, kind: 'resolve' }, null, june)).toBeUndefined();
  expect([2_592_000, 792_000, 0, 3_600_000].map(minutesText)).toEqual(['43 min 12 s', '13 min 12 s', '0 s', '1 h']);
});

test('a target is read by its digits, and what is wrong with an objective or a calendar is said', () => {
  expect(['99.9', '99,95 %', '100', '0', '100.1', '99.99999', 'x'].map(targetOf)).toEqual([
    999_000,
    999_500,
    1_000_000,
    null,
    null,
    null,
    null,
  ]);
  expect([999_000, 999_950, 1_000_000].map(targetText)).toEqual(['99.9', '99.995', '100']);
  const draft = { ...newObjective('mail', 'UTC'), id: 'a', name: 'A' };
  expect(readObjectiveDraft(draft).body).toMatchObject({ targetPpm: 999_000, calendar: null, withinMs: null });
  expect([...readObjectiveDraft({ ...draft, kind: 'freshness', target: '0', service: '' }).errors.keys()]).toEqual([
    'target',
    'service',
    'within',
  ]);
  const calendar = { ...newCalendar('Europe/Berlin'), id: 'c', name: 'C' };
  expect(readCalendarDraft({ ...calendar, holidays: '2026-12-25 Christmas\n\n2027-01-01' }).body?.holidays).toEqual([
    { day: '2026-12-25', name: 'Christmas' },
    { day: '2027-01-01', name: '' },
  ]);
  const wrong = readCalendarDraft({
    ...calendar,
    zone: 'Mars/Base',
    holidays: '2026-02-30 x',
    hours: [{ days: [], from: '8', to: '25:00' }],
  });
  expect([...wrong.errors.keys()]).toEqual(['zone', 'hours.0.days', 'hours.0.from', 'hours.0.to', 'holidays']);
  expect(
    hoursWords([
      { days: [5, 1, 2, 3, 4], from: '08:00', to: '18:00' },
      { days: [6], from: '09:00', to: '12:00' },
    ]),
  ).toBe('Mon–Fri 08:00–18:00; Sat 09:00–12:00');
});
