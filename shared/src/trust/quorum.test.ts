import { describe, expect, test } from 'vitest';
import { signerOf } from './example.fixture.ts';
import { exampleOrder, exampleStanding, maintenanceRoot } from './maintenance.fixture.ts';
import { hasQuorum, type Need, needOf, peopleOf, requireSite } from './quorum.ts';

const root = maintenanceRoot();
const solo = maintenanceRoot({ policy: { ...root.policy, solo: true } });
const ids = (...names: string[]) => names.map((name) => signerOf(name).keyId);
const withThresholds = (operator: number, approver: number) => {
  const { roles } = root;
  return {
    ...root,
    roles: {
      ...roles,
      operator: { ...roles.operator, threshold: operator },
      approver: { ...roles.approver, threshold: approver },
    },
  };
};

test('what is dangerous, or fires by itself, needs a second person', () => {
  const order = (change: object) => exampleOrder(change);
  expect(needOf(root, order({ class: 'read' }))).toBe('operator');
  expect(needOf(root, order({ class: 'change' }))).toBe('operator');
  expect(needOf(root, order({ class: 'dangerous' }))).toBe('operator-and-approver');
  expect(needOf(root, exampleStanding({ class: 'read' }))).toBe('operator-and-approver');
  expect(needOf(root, exampleStanding({ enabled: false }))).toBe('operator');
  expect(needOf(solo, order({ class: 'dangerous' }))).toBe('operator');
  expect(needOf(solo, exampleStanding())).toBe('operator');
});

describe('is enough', () => {
  test.each<[boolean, Need, number, number, ...string[]]>([
    [true, 'operator', 1, 1, 'ann'],
    [false, 'operator', 1, 1, 'ben'],
    [false, 'operator', 1, 1, 'mallory'],
    [false, 'operator', 2, 1, 'ann', 'ann2'],
    [true, 'operator', 2, 1, 'ann', 'oleg'],
    [false, 'operator-and-approver', 1, 1, 'ann'],
    [false, 'operator-and-approver', 1, 1, 'ann', 'ann2'],
    [false, 'operator-and-approver', 1, 1, 'oleg', 'zoe'],
    [true, 'operator-and-approver', 1, 1, 'ann', 'ben'],
    [true, 'operator-and-approver', 1, 1, 'ann', 'oleg'],
    [false, 'operator-and-approver', 2, 1, 'ann', 'oleg'],
    [true, 'operator-and-approver', 2, 1, 'ann', 'oleg', 'ben'],
    [false, 'operator-and-approver', 1, 2, 'oleg', 'ben'],
    [true, 'operator-and-approver', 1, 2, 'oleg', 'ben', 'ann'],
    [false, 'operator-and-approver', 1, 2, 'ann', 'ben'],
  ])('%s: %s of %i and %i by %s %s %s', (enough, need, operator, approver, ...names) => {
    expect(hasQuorum(withThresholds(operator, approver), ids(...names), need)).toBe(enough);
  });
});

test('people have names', () => {
  expect([...peopleOf(root, 'operator', ids('ann', 'ann2', 'ben', 'zoe'))]).toEqual(['ann', 'zoe']);
});

test('a key may be bound to sites', () => {
  expect(() => requireSite(root, ids('ann', 'zoe'), 'Bern')).not.toThrow();
  for (const site of ['Genf', undefined])
    expect(() => requireSite(root, ids('ann', 'zoe'), site)).toThrow(expect.objectContaining({ code: 'scope' }));
});
