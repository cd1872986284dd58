import { expect, test } from 'vitest';
import { bodyOf, diskFull, mountpoint } from './body.fixture.ts';
import { compileRule } from './compile.ts';
import { Evaluator } from './evaluator.ts';
import { RuleSet } from './plan.ts';
import type { RuleBody } from './rule.ts';
import type { Verdict } from './verdict.ts';

const gapMs = 60_000;
const disk = (path: string) => ({ metric: diskFull.metric, attributes: { [mountpoint]: path }, decimals: 4 });
const dictionary = { series: [disk('/var'), disk('/home')] };
const setOf = (...bodies: RuleBody[]) =>
  new RuleSet(bodies.map((body, n) => ({ rule: compileRule(`r${n}`, body), overrides: [...body.overrides.keys()] })));

function world(rules: RuleSet) {
  const told: Verdict[] = [];
  const tell = (verdict: Verdict) => void told.push(verdict);
  const evaluator = new Evaluator(rules);
  let time = 0;
  return {
    evaluator,
    tell,
    frame(...values: number[]) {
      evaluator.frame(dictionary, (time += 10_000), Float64Array.from(values), { gapMs }, tell);
    },
    told: () =>
      told
        .splice(0)
        .map(({ rule, instance, severity, reason }) => `${rule} ${instance.slice(-4)} ${severity} ${reason}`),
  };
}

test('what was told before is not told again, and ends when it is over', () => {
  const w = world(setOf(bodyOf(diskFull)));
  expect(w.evaluator.seed('r0', { [mountpoint]: '/var' }, 'critical', 5)).toBe(true);
  expect(w.evaluator.seed('other', { [mountpoint]: '/var' }, 'critical', 5)).toBe(false);
  expect(w.evaluator.told()).toMatchObject([{ rule: 'r0', severity: 'critical' }]);
  w.frame(0.97, 0.5);
  w.frame(0.96, 0.5);
  expect(w.told()).toEqual([]);
  w.frame(0.9, 0.5);
  expect(w.told()).toEqual(['r0 /var warning value']);
  w.frame(0.5, 0.5);
  expect(w.told()).toEqual(['r0 /var null value']);
});

test('what was told before of a series that never comes again ends as gone', () => {
  const w = world(setOf(bodyOf(diskFull)));
  w.evaluator.seed('r0', { [mountpoint]: '/old' }, 'warning', 5);
  for (let n = 0; n < 90; n++) w.frame(0.5, 0.5);
  expect(w.told()).toEqual([]);
  w.frame(0.5, 0.5);
  expect(w.told()).toEqual(['r0 /old null instance_gone']);
});

test('with other rules what goes on keeps its state, and what nobody asks for any more ends at once', () => {
  const w = world(setOf(bodyOf(diskFull), bodyOf({ ...diskFull, levels: { warning: { limit: 0.5 } } })));
  w.frame(0.96, 0.4);
  expect(w.told()).toEqual(['r0 /var critical value', 'r1 /var warning value']);
  w.evaluator.use(setOf(bodyOf({ ...diskFull, levels: { critical: { limit: 0.9 } } })), 15_000, w.tell);
  expect(w.told()).toEqual(['r1 /var null rule_gone']);
  w.frame(0.96, 0.4);
  expect(w.told()).toEqual([]);
  w.evaluator.use(setOf(bodyOf({ ...diskFull, where: { [mountpoint]: '/home' } })), 25_000, w.tell);
  expect(w.told()).toEqual(['r0 /var null rule_gone']);
});

test('a level that an edit takes away ends with the next value', () => {
  const w = world(setOf(bodyOf(diskFull)));
  w.frame(0.96, 0.4);
  w.told();
  w.evaluator.use(setOf(bodyOf({ ...diskFull, levels: { warning: { limit: 0.85 } } })), 15_000, w.tell);
  w.frame(0.96, 0.4);
  expect(w.told()).toEqual(['r0 /var warning value']);
});

test('the end of a device ends all of it', () => {
  const w = world(setOf(bodyOf(diskFull)));
  w.frame(0.96, 0.9);
  w.told();
  w.evaluator.end(20_000, 'instance_gone', w.tell);
  expect(w.told()).toEqual(['r0 /var null instance_gone', 'r0 home null instance_gone']);
  expect(w.evaluator.isBusy).toBe(false);
});

test('a frame may be shorter than its dictionary', () => {
  const w = world(setOf(bodyOf(diskFull)));
  w.frame(0.96);
  w.frame();
  expect(w.told()).toEqual(['r0 /var critical value']);
});

test('infinite is more than any limit, also than one that is not there', () => {
  const when = {
    kind: 'trend',
    metric: diskFull.metric,
    reaches: 1,
    withinMs: { warning: 864e5 },
    historyMs: 864e5,
  } as const;
  const rules = setOf(bodyOf(when));
  const w = world(rules);
  const [scoped] = rules.scoped;
  if (!scoped) throw new Error('no rule');
  const slot = {
    rule: scoped.rule,
    variant: scoped.rule.variants[0],
    attributes: {},
    instance: '',
    key: 'k',
    column: -2,
  };
  for (const [value, severity] of [
    [Infinity, null],
    [864e5, 'warning'],
    [Number.NaN, 'warning'],
    [1.2 * 864e5, 'warning'],
    [Infinity, null],
  ] as const) {
    w.evaluator.feed(slot, value, 1, { value: 0.5 }, w.tell);
    expect(w.evaluator.told()[0]?.severity ?? null).toBe(severity);
  }
});
