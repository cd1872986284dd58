/** The device's judgement against orders that are validly signed and wrong, and against itself with each check taken out. */
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { fingerprintOf, firstRoot } from '@fettle/shared/trust/chain';
import { keep, type Kept } from '@fettle/shared/trust/keep';
import { firstMaintenanceRoot } from '@fettle/shared/trust/maintenance.fixture';
import { checks } from '@fettle/shared/trust/accept/checks';
import { brokenAcceptance, copyOf, makeWorkshop } from '../support/trust/verifier.ts';
import { aimedAt, doubled } from './acceptance.ts';
import { caseOf, cases, controls, isAsExpected, type Judge, makers, outcomeOf } from './trust-cases.ts';
import { type Case, examplePlace, heldAt, Random, Scene, statementsAt } from './trust-scene.ts';

const workshop = makeWorkshop();
const copied = copyOf(workshop);
afterAll(() => rmSync(workshop, { recursive: true }));

const sceneOf = (seed: number) => new Scene(examplePlace, new Random(seed));
const surprises = (all: Iterable<Case>, judge?: Judge) =>
  [...all].flatMap((one) => {
    const outcome = outcomeOf(one, judge);
    return isAsExpected(outcome, one.expected) ? [] : [`${one.what}: ${outcome}, not ${one.expected}`];
  });

describe('what is wrong is refused, with its code', () => {
  test.each(makers)('$expected: $what', (maker) => {
    expect(surprises([1, 2].map((seed) => caseOf(maker, sceneOf(seed))))).toEqual([]);
  });
});

describe('what is right is let pass', () => {
  test.each(controls)('$what', (maker) => {
    expect(surprises([1, 2].map((seed) => caseOf(maker, sceneOf(seed))))).toEqual([]);
  });
});

test('1,000 made-up cases end as they must, a good part of them accepted', () => {
  const all = [...cases(1, 1_000)];
  expect(surprises(all)).toEqual([]);
  expect(all.filter(({ expected }) => expected === 'accepted').length).toBeGreaterThan(100);
});

test('a device that is sent the statements of a place holds what the cases are made for', () => {
  const [first, ...rest] = statementsAt(examplePlace);
  const root = firstRoot(first, fingerprintOf(firstMaintenanceRoot()));
  const begin: Kept = { root, revoke: null, fresh: null, grant: null, floor: 0 };
  const { now, device, ...held } = heldAt(examplePlace);
  const kept = rest.reduce((so, envelope) => keep(so, envelope, device.id, now), begin);
  expect({ ...kept, fresh: kept.fresh?.statement, grant: kept.grant?.statement, floor: held.floor }).toEqual({
    root: held.root,
    revoke: held.revoke,
    fresh: held.fresh,
    grant: held.grant,
    floor: held.floor,
  });
});

test('the cases of a seed are always the same ones', () => {
  const told = (seed: number) => [...cases(seed, 40)].map(({ what }) => what);
  expect(told(5)).toEqual(told(5));
  expect(told(5)).not.toEqual(told(6));
});

describe('without one of its checks the device does what it must not', () => {
  test('and a copy with all of them does not', async () => {
    const copy = await brokenAcceptance(copied, null);
    expect(checks.flatMap(({ name }) => surprises(aimedAt(name), copy))).toEqual([]);
  });
  test.each(checks.map(({ name }) => name))('%s', async (name) => {
    const copy = await brokenAcceptance(copied, name);
    const all = aimedAt(name);
    expect(all.length).toBeLessThanOrEqual(200);
    const found = all.map((one) => outcomeOf(one, copy));
    expect(found.filter((one, i) => !isAsExpected(one, all[i]?.expected ?? 'refused'))).not.toEqual([]);
    expect(found.includes('accepted')).toBe(!doubled.includes(name));
  });
});
