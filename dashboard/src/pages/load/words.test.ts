import type { Manpower } from '@fettle/shared/api/manpower';
import { expect, test } from 'vitest';
import { textOf } from '../../parts/piece.ts';
import { daysOf, loadSentence, spanFor, timesShare } from './words.ts';

const load = {
  open: 0,
  overdue: 0,
  worked: 0,
  resolved: 0,
  actMedianMs: null,
  actP95Ms: null,
  requests: 0,
  onCallHours: 0,
  aboveShareWeeks: 0,
};
const person = (name: string, fields: Partial<typeof load> = {}) => ({
  person: { id: name, name },
  joinedAt: null,
  ...load,
  ...fields,
});
const manpower = (fields: Partial<Manpower>): Manpower => ({
  from: 0,
  to: 1,
  people: [],
  teams: [],
  fairShare: null,
  nobodyOpen: 0,
  onCall: [],
  byScript: [],
  forecast: [],
  ...fields,
});

test('who is above the share stands first, then what nobody has', () => {
  const found = manpower({
    people: [person('Ida', { aboveShareWeeks: 3, overdue: 1 }), person('Tom', { aboveShareWeeks: 1 })],
    nobodyOpen: 2,
  });
  expect(textOf(loadSentence(found, false))).toBe(
    'Ida has been above the fair share for 3 weeks. 2 open incidents have no owner, 1 is past a target.',
  );
  expect(textOf(loadSentence(manpower({ people: [person('Tom', { aboveShareWeeks: 2 })] }), true))).toBe(
    'You have been above the fair share for 2 weeks.',
  );
  expect(textOf(loadSentence(manpower({}), false))).toBe('Nobody carries more than their share.');
});

test('the address says how many days, whole ones up to now', () => {
  expect([daysOf(''), daysOf('?days=7'), daysOf('?days=8'), daysOf('?days=x')]).toEqual([30, 7, 30, 30]);
  const now = Date.UTC(2026, 10, 30, 1, 2, 3);
  expect(spanFor(7, now)).toEqual({ from: Date.UTC(2026, 10, 24), to: Date.UTC(2026, 10, 30, 1, 3) });
});

test('a share of nothing is no share', () => {
  expect([timesShare(71, 46), timesShare(0, 46), timesShare(4, null), timesShare(4, 0)]).toEqual([
    '1.5 ×',
    '0.0 ×',
    null,
    null,
  ]);
});
