/** Timelines that whoever evaluates rules must tell alike: samples and times in, verdicts out. Times in ms from a beginning. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { compileRule } from '@fettle/shared/rules/compile';
import { Watch } from '@fettle/agent/standing/watch';
import { Evaluator } from '@fettle/shared/rules/evaluator';
import { RuleSet } from '@fettle/shared/rules/plan';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { bodyOfSigned, signedRule } from '@fettle/shared/rules/signed';
import type { Verdict } from '@fettle/shared/rules/verdict';
import { expect, test } from 'vitest';

interface Timeline {
  readonly what: string;
  readonly gapMs: number;
  readonly rule: RuleBody;
  readonly series: Dictionary['series'];
  /** The time, then a value a series; null: none. */
  readonly frames: readonly (readonly [number, ...(number | null)[]])[];
  readonly verdicts: readonly Omit<Verdict, 'rule' | 'metric' | 'attributes'>[];
}

const folder = new URL('../golden/rules/', import.meta.url);
const begin = 1_790_000_000_000;
const timelines = readdirSync(folder).map((file) => {
  const timeline = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Timeline;
  return [file.replace('.json', ''), timeline] as const;
});

type Told = Timeline['verdicts'][number];

const toldBy = (told: Told[]) => (all: Verdict) => {
  const { rule: _rule, metric: _metric, attributes: _attributes, ...verdict } = all;
  told.push({ ...verdict, time: verdict.time - begin, since: verdict.since - begin });
};

test.each(timelines)('the agent, as it was signed: %s', (_name, { what, gapMs, rule, series, frames, verdicts }) => {
  const told: Told[] = [];
  const watch = new Watch(toldBy(told));
  // Its name, which formulas are told by, is for people and not signed.
  const body = { ...bodyOfSigned(signedRule('golden', rule)), name: rule.name };
  watch.use([compileRule('golden', body)], begin);
  const dictionary = { series };
  for (const [time, ...values] of frames) {
    const row = Float64Array.from(values, (value) => value ?? Number.NaN);
    watch.frame(dictionary, begin + time, row, gapMs / 3);
  }
  expect(told, what).toEqual(verdicts);
});

test.each(timelines)('%s', (_name, { what, gapMs, rule, series, frames, verdicts }) => {
  const overrides = [...rule.overrides.keys()];
  const evaluator = new Evaluator(new RuleSet([{ rule: compileRule('golden', rule), overrides }]));
  const dictionary = { series };
  const told: Told[] = [];
  for (const [time, ...values] of frames) {
    const row = Float64Array.from(values, (value) => value ?? Number.NaN);
    evaluator.frame(dictionary, begin + time, row, { gapMs }, toldBy(told));
  }
  expect(told, what).toEqual(verdicts);
});
