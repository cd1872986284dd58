/** The device's judgement with each of its checks taken out in turn: the cases that are aimed at it must notice. */
import { rmSync } from 'node:fs';
import { checks } from '@fettle/shared/trust/accept/checks';
import { brokenAcceptance, copyOf, makeWorkshop } from '../support/trust/verifier.ts';
import type { RunSuite } from './suite.ts';
import { caseOf, controls, isAsExpected, type Judge, makers, outcomeOf } from './trust-cases.ts';
import { type Case, examplePlace, Random, Scene } from './trust-scene.ts';

const mostAimed = 200;
/** Where another check stands behind the one that is gone, what is wrong only gets another code. */
export const doubled: readonly string[] = ['key', 'signature', 'json'];

export function aimedAt(name: string, seed = 0, each = 3): Case[] {
  const own = makers.filter(({ check }) => check === name);
  const count = Math.min(each, Math.floor(mostAimed / own.length));
  return own.flatMap((maker) =>
    Array.from({ length: count }, (_, i) => caseOf(maker, new Scene(examplePlace, new Random(seed + i)))),
  );
}

const fallen = (all: readonly Case[], judge?: Judge) =>
  all.flatMap((one) => {
    const outcome = outcomeOf(one, judge);
    return isAsExpected(outcome, one.expected) ? [] : [`${one.what}: ${outcome}, not ${one.expected}`];
  });

export const runSuite: RunSuite = async ({ seed, progress }) => {
  const workshop = makeWorkshop();
  const fell: string[] = [];
  let [cases, caught, crashes] = [0, 0, 0];
  try {
    const copied = copyOf(workshop);
    for (const { name } of checks) {
      const all = aimedAt(name, seed, mostAimed);
      cases += all.length;
      fell.push(...fallen(all));
      const copy = await brokenAcceptance(copied, name);
      const outcomes = all.map((one) => outcomeOf(one, copy));
      crashes += outcomes.filter((one) => one.startsWith('crashed')).length;
      const isNoticed = outcomes.some((one, i) => !isAsExpected(one, all[i]?.expected ?? 'refused'));
      const hasRun = outcomes.includes('accepted') || outcomes.includes('waiting');
      if (isNoticed && hasRun !== doubled.includes(name)) caught++;
      else fell.push(`without ${name}: ${isNoticed ? 'what must not be accepted is' : 'nothing was noticed'}`);
      progress?.(cases);
    }
    const right = controls.map((maker) => caseOf(maker, new Scene(examplePlace, new Random(seed))));
    fell.push(...fallen(right));
    cases += right.length;
  } finally {
    rmSync(workshop, { recursive: true });
  }
  const sabotageTotal = checks.length;
  return { cases, validSigned: cases, executed: 0, crashes, sabotageCaught: caught, sabotageTotal, fell };
};
