import type { Incident } from '@fettle/shared/api/incidents';
import { expect, test } from 'vitest';
import { groupsOf, held } from './groups.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;
let count = 0;
/** Only what grouping reads. */
function incident(some: Partial<Incident>): Incident {
  count += 1;
  const id = `i${count}`;
  return {
    id,
    deviceName: id,
    severity: 'warning',
    state: 'open',
    quiet: null,
    openedAt: now - hour,
    ...some,
  } as Incident;
}
const ids = (incidents: readonly Incident[]) => incidents.map(({ id }) => id);

test('critical before warning, those older than a day apart, the oldest first', () => {
  const young = incident({});
  const older = incident({ openedAt: now - 5 * hour, state: 'acknowledged' });
  const old = incident({ openedAt: now - 50 * hour });
  const bad = incident({ severity: 'critical' });
  const groups = groupsOf([young, old, bad, older], now);
  expect(groups.map(({ word }) => word)).toEqual(['Critical', 'Warning', 'Warning, older than a day']);
  expect(ids(groups[1]?.incidents ?? [])).toEqual(ids([older, young]));
  expect(groups[1]?.note).toBe('2, the oldest for 5 h; 1 not acknowledged');
});

test('who nobody is told of is counted apart, with whom they follow from', () => {
  const router = incident({ deviceName: 'gdn-rtr-02', severity: 'critical' });
  const behind = [1, 2, 3].map(() => incident({ quiet: { by: 'cause', incident: router.id } }));
  const planned = incident({ quiet: { by: 'window', window: 'kernel' } });
  const groups = groupsOf([router, ...behind, planned], now);
  expect(groups.map(({ key, quiet }) => [key, quiet])).toEqual([
    ['critical', false],
    ['cause', true],
    ['window', true],
  ]);
  expect(groups[1]?.note).toBe('3 behind gdn-rtr-02');
});

test('while one points, rows keep their places, what is true now is shown, and who is new is counted', () => {
  const [a, b] = [incident({}), incident({ openedAt: now - 2 * hour })];
  const before = groupsOf([a, b], now);
  const worse = { ...a, severity: 'critical' as const };
  const fresh = groupsOf([worse, b, incident({ severity: 'critical' })], now);
  const { groups, above } = held(fresh, before);
  expect(above).toBe(1);
  expect(ids(groups.flatMap(({ incidents }) => incidents))).toEqual(ids([b, a]));
  expect(groups[0]?.incidents[1]?.severity).toBe('critical');
});

test('one that is put right while one points leaves its place', () => {
  const [a, b] = [incident({}), incident({})];
  expect(held(groupsOf([a], now), groupsOf([a, b], now)).groups[0]?.incidents).toEqual([a]);
});
