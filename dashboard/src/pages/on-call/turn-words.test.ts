import { expect, test } from 'vitest';
import { nextTurns, turnWords } from './turn-words.ts';

const roster = {
  zone: 'Europe/Berlin',
  start: '2026-03-02T08:00',
  turn: { every: 'week', count: 1 } as const,
  people: ['a', 'b', 'c'],
};

test('turns keep to their hour when the clocks change', () => {
  const turns = nextTurns(roster, Date.UTC(2026, 2, 25), 3);
  expect(turns.map(({ person, from }) => [person, new Date(from).toISOString().slice(0, 16)])).toEqual([
    ['a', '2026-03-23T07:00'],
    ['b', '2026-03-30T06:00'],
    ['c', '2026-04-06T06:00'],
  ]);
  expect(turns[0]?.to).toBe(turns[1]?.from);
});

test('before the first turn the first one is told; nobody takes turns when nobody is there', () => {
  expect(nextTurns(roster, Date.UTC(2026, 0, 1), 1)[0]).toMatchObject({ person: 'a' });
  expect(nextTurns({ ...roster, people: [] }, 0, 3)).toEqual([]);
  expect(nextTurns({ ...roster, start: '' }, 0, 3)).toEqual([]);
});

test('in words', () => {
  expect(turnWords(roster)).toBe('turns of a week, hand-over at 08:00, Europe/Berlin');
  expect(turnWords({ ...roster, turn: { every: 'day', count: 3 } })).toContain('turns of 3 days');
});
