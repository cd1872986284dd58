import type { IncidentId, PersonId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { actedIn, fairShareOf, onCallMs, resolvedIn, weeksAbove, workedIn } from './deeds.ts';
import type { Deed } from './types.ts';

const [jana, tom, ida] = ['pjana', 'ptom', 'pida'] as PersonId[] as [PersonId, PersonId, PersonId];
const deed = (
  incident: string,
  time: number,
  kind: Deed['kind'],
  person: PersonId,
  more: Partial<Deed> = {},
): Deed => ({
  incident: incident as IncidentId,
  time,
  kind,
  person,
  owner: null,
  since: 0,
  ...more,
});
const turn = (person: PersonId, from: number, to: number) => ({ person, from, to });
const none = new Map();

test('worked is what somebody acknowledged, came to own or resolved, each incident once, in the span', () => {
  const deeds = [
    deed('a', 10, 'acknowledged', jana),
    deed('a', 20, 'resolved', jana),
    deed('a', 15, 'owner', jana, { owner: tom }),
    deed('b', 30, 'note', ida),
    deed('b', 40, 'owner', ida, { owner: null }),
    deed('c', 99, 'acknowledged', tom),
    deed('d', 100, 'resolved', tom),
  ];
  const worked = [...workedIn(deeds, 10, 100)].map(([person, ids]) => [person, [...ids]]);
  expect(worked).toEqual([
    [jana, ['a']],
    [tom, ['a', 'c']],
  ]);
  expect([...resolvedIn(deeds, 0, 101).keys()]).toEqual([jana, tom]);
  expect(fairShareOf(workedIn(deeds, 10, 100))).toBe(1.5);
  expect(fairShareOf(new Map())).toBeNull();
});

test('the time to act runs from the opening to the first deed, whatever it is', () => {
  const deeds = [deed('a', 70, 'note', jana), deed('a', 90, 'resolved', jana), deed('a', 95, 'note', tom)];
  expect(actedIn(deeds, none, 0, 1_000)).toEqual([
    { person: jana, incident: 'a', ms: 70 },
    { person: tom, incident: 'a', ms: 95 },
  ]);
  // What was begun before the span is no first deed in it.
  expect(actedIn(deeds, none, 80, 1_000)).toEqual([{ person: tom, incident: 'a', ms: 95 }]);
});

test('nobody is late for what opened before their turn, or was given to them', () => {
  const turns = new Map([[jana, [turn(jana, 0, 50), turn(jana, 60, 100)]]]);
  expect(actedIn([deed('a', 70, 'note', jana)], turns, 0, 1_000)[0]?.ms).toBe(10);
  expect(actedIn([deed('a', 70, 'note', jana, { since: 65 })], turns, 0, 1_000)[0]?.ms).toBe(5);
  // Off duty it runs from the opening.
  expect(actedIn([deed('a', 55, 'note', jana)], turns, 0, 1_000)[0]?.ms).toBe(55);
  const given = [deed('a', 40, 'owner', tom, { owner: ida }), deed('a', 43, 'acknowledged', ida)];
  expect(actedIn(given, none, 0, 1_000).map(({ ms }) => ms)).toEqual([40, 3]);
  // Who takes it was not given it.
  expect(actedIn([deed('a', 40, 'owner', tom, { owner: tom })], none, 0, 1_000)[0]?.ms).toBe(40);
});

test('what opens again is acted on again', () => {
  const deeds = [deed('a', 10, 'resolved', jana), deed('a', 520, 'resolved', jana, { since: 500 })];
  expect(actedIn(deeds, none, 0, 1_000).map(({ ms }) => ms)).toEqual([10, 20]);
});

test('hours on call count once, also of two rosters, and only in the span', () => {
  const turns = [turn(jana, 50, 80), turn(jana, 0, 60), turn(jana, 70, 75), turn(jana, 200, 300)];
  expect(onCallMs(turns, 0, 1_000)).toBe(180);
  expect(onCallMs(turns, 55, 210)).toBe(35);
  expect(onCallMs([], 0, 10)).toBe(0);
});

test('weeks above the share are those in a row up to the last, by more than 1.3 times', () => {
  const week = (mine: number, share: number | null = 10) => ({ mine, share });
  expect(weeksAbove([week(20), week(13), week(14), week(15)])).toBe(2);
  expect(weeksAbove([week(20), week(20)])).toBe(2);
  expect(weeksAbove([week(20), week(0, null)])).toBe(0);
  expect(weeksAbove([])).toBe(0);
  expect(weeksAbove([week(27)], 2)).toBe(1);
  expect(weeksAbove([week(26)], 2)).toBe(0);
});
