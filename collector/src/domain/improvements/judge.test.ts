import { expect, test } from 'vitest';
import { changeWords, verdictOf } from './judge.ts';
import { byRank, scoreOf } from './score.ts';
import type { Project } from './types.ts';

const day = 86_400_000;
const incidents = { kind: 'incidents', rule: null, device: null, service: null } as const;
const availability = { kind: 'availability', service: 'shop' } as const;
const free = {
  kind: 'metric',
  metric: 'system.memory.available',
  selector: '',
  quantile: 'p50',
} as const;

test.each([
  [incidents, 31, 4, 'kept'],
  // Less by a tenth is enough, by less it is not.
  [incidents, 10, 9, 'kept'],
  [incidents, 10, 9.1, 'no-better'],
  [incidents, 0, 0, 'no-better'],
  [incidents, 4, 31, 'no-better'],
  [availability, 999_000, 999_100, 'kept'],
  [availability, 999_000, 998_000, 'no-better'],
  [availability, 1_000_000, 1_000_000, 'no-better'],
  [incidents, null, 4, null],
  [incidents, 4, null, null],
] as const)('%o from %s to %s is %s', (measure, before, after, verdict) => {
  expect(verdictOf(measure, before, after)).toBe(verdict);
});

test('what changed is said, or why it cannot be', () => {
  const span = { from: 0, to: 1, words: 'nothing was resolved' };
  expect(changeWords({ measure: null, baseline: null, now: null })).toBe('Nothing is measured.');
  expect(changeWords({ measure: incidents, baseline: { ...span, value: 31 }, now: { ...span, value: 4 } })).toBe(
    '31 → 4',
  );
  expect(changeWords({ measure: incidents, baseline: { ...span, value: null }, now: null })).toContain('no baseline');
  expect(changeWords({ measure: availability, baseline: { ...span, value: 999_000 }, now: null })).toBe(
    '99.90\u202f% before',
  );
  expect(changeWords({ measure: free, baseline: { ...span, value: 1 }, now: { ...span, value: null } })).toContain(
    'before; now',
  );
});

const project = (change: Partial<Project>): Project => ({
  id: 1,
  title: '',
  why: '',
  kind: 'roi',
  cost: null,
  gainPerMonth: null,
  owner: null,
  due: null,
  mandate: '',
  evidence: [],
  state: 'idea',
  madeAt: 0,
  version: 1,
  ...change,
});

test.each([
  [{ cost: 120_000, gainPerMonth: 10_000 }, 50, 12],
  [{ cost: 0, gainPerMonth: 10_000 }, 100, 0],
  [{ cost: 120_000, gainPerMonth: 0 }, 0, null],
  [{ kind: 'mandatory', due: 30 * day }, 100, null],
  [{ kind: 'mandatory', due: 39 * day }, 99, null],
  [{ kind: 'mandatory', due: 4_000 * day }, 60, null],
  [{ kind: 'mandatory', due: -day }, 100, null],
  [{ kind: 'mandatory' }, 60, null],
  [{ kind: 'breakthrough', evidence: [{ words: '', link: '/' }] }, 20, null],
] as const)('%o scores %s', (change, score, payBackMonths) => {
  const found = scoreOf(project(change as Partial<Project>), 0);
  expect(found).toMatchObject({ score, payBackMonths });
  expect(found.formula).not.toBe('');
});

test('mandatory first by day, then what pays by how soon, then breakthroughs', () => {
  const all = [
    project({ id: 1, kind: 'breakthrough' }),
    project({ id: 2, cost: 300, gainPerMonth: 10 }),
    project({ id: 3, cost: 100, gainPerMonth: 10 }),
    project({ id: 4 }),
    project({ id: 5, kind: 'mandatory' }),
    project({ id: 6, kind: 'mandatory', due: day }),
  ].map((one) => ({ ...one, ...scoreOf(one, 0) }));
  expect(all.toSorted(byRank).map(({ id }) => id)).toEqual([6, 5, 3, 2, 4, 1]);
});
