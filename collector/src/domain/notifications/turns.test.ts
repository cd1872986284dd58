import type { PersonId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { turnAt, turnsIn } from './turns.ts';
import type { Roster } from './types.ts';

const [ada, bob, cyd] = ['pada', 'pbob', 'pcyd'] as PersonId[] as [PersonId, PersonId, PersonId];
const roster = (fields: Partial<Roster> = {}): Roster => ({
  id: 'night',
  name: 'Night',
  zone: 'Europe/Berlin',
  start: '2026-03-02T09:00',
  turn: { every: 'week', count: 1 },
  people: [ada, bob],
  overrides: [],
  version: 1,
  ...fields,
});
const at = (text: string) => Date.parse(text);

test.each([
  ['2026-03-02T07:59:59Z', null],
  ['2026-03-02T08:00Z', ada],
  ['2026-03-09T07:59:59Z', ada],
  ['2026-03-09T08:00Z', bob],
  ['2026-03-16T08:00Z', ada],
  // Summer time began on the 29th: 09:00 is 07:00 UTC now.
  ['2026-03-30T06:59:59Z', bob],
  ['2026-03-30T07:00Z', ada],
  ['2031-03-03T08:00Z', bob],
])('%s', (time, person) => {
  expect(turnAt(roster(), at(time))?.person ?? null).toBe(person);
});

test('a turn over the change of the clocks is an hour shorter', () => {
  const turn = turnAt(roster(), at('2026-03-25T00:00Z'));
  expect((turn?.to ?? 0) - (turn?.from ?? 0)).toBe(7 * 86_400_000 - 3_600_000);
});

test('days, and several at once', () => {
  const two = roster({ turn: { every: 'day', count: 2 }, people: [ada, bob, cyd], zone: 'UTC' });
  const people = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-06', '2026-03-08'].map(
    (day) => turnAt(two, at(`${day}T10:00Z`))?.person,
  );
  expect(people).toEqual([ada, ada, bob, cyd, ada]);
});

describe('who stands in', () => {
  const over = { id: 'o1', person: cyd, from: at('2026-03-08T00:00Z'), to: at('2026-03-10T00:00Z'), reason: '' };

  test('cuts both turns it touches', () => {
    const turns = turnsIn(roster({ overrides: [over] }), at('2026-03-02T08:00Z'), at('2026-03-16T08:00Z'));
    expect(turns).toEqual([
      { person: ada, from: at('2026-03-02T08:00Z'), to: over.from, override: null },
      { person: cyd, from: over.from, to: over.to, override: 'o1' },
      { person: bob, from: over.to, to: at('2026-03-16T08:00Z'), override: null },
    ]);
  });

  test('is on call in that time only', () => {
    const people = [over.from - 1, over.from, over.to - 1, over.to].map(
      (time) => turnAt(roster({ overrides: [over] }), time)?.person,
    );
    expect(people).toEqual([ada, cyd, cyd, bob]);
  });
});
