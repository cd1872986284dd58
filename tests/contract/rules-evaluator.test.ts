import type { Dictionary } from '@fettle/shared/protocol/frame';
import { compileRule } from '@fettle/shared/rules/compile';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { Evaluator } from '@fettle/shared/rules/evaluator';
import { advance, clear, moves, type Rank } from '@fettle/shared/rules/machine';
import { RuleSet } from '@fettle/shared/rules/plan';
import { fits, instanceText } from '@fettle/shared/rules/where';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { naive, type Past, type Told } from './rules/naive.ts';
import { describeMade, dictionaries, ruleBody, series, type Step, steps } from './rules/random.ts';

const gapMs = 60_000;
const start = 1_790_000_000_000;
type Choice = readonly (readonly [columns: readonly number[], frames: number])[];

/** The frames that the steps tell, as the dictionaries of their time let them through. */
function framesOf(all: readonly Step[], choice: Choice) {
  const chosen = choice.map(([columns, frames]) => ({
    columns,
    frames,
    dictionary: { series: columns.map((column) => series[column]) } as Dictionary,
  }));
  let [time, place, left] = [start, 0, chosen[0]?.frames ?? 0];
  return all.flatMap(({ afterMs, times, row }) =>
    Array.from({ length: times }, (_, n) => {
      time += n === 0 ? afterMs : Math.min(afterMs, 10_000);
      if (left-- <= 0 && place < chosen.length - 1) left = chosen[++place]?.frames ?? 0;
      const { columns = [], dictionary = { series: [] } } = chosen[place] ?? {};
      const values = series.map((__, column) => (columns.includes(column) ? (row[column] as number) : Number.NaN));
      return {
        time,
        dictionary,
        row: values,
        values: Float64Array.from(columns, (column) => values[column] as number),
      };
    }),
  );
}

type Frames = ReturnType<typeof framesOf>;

function streamed(rules: readonly CompiledRule[], frames: Frames): Map<string, Told[]> {
  const evaluator = new Evaluator(new RuleSet(rules.map((rule) => ({ rule, overrides: [] }))));
  const told = new Map<string, Told[]>();
  for (const { dictionary, time, values } of frames) {
    evaluator.frame(dictionary, time, values, { gapMs }, ({ rule, instance, severity, time: at }) => {
      const key = `${rule} ${instance}`;
      told.set(key, [...(told.get(key) ?? []), [at, severity]]);
    });
  }
  return told;
}

function whole(rules: readonly CompiledRule[], frames: Frames): Map<string, Told[]> {
  const told = new Map<string, Told[]>();
  const times = frames.map(({ time }) => time);
  for (const rule of rules) {
    for (const [instance, past] of pastsOf(rule, frames)) {
      const found = naive(rule, { times, values: past }, gapMs);
      if (found.length > 0) told.set(`${rule.id} ${instance}`, found);
    }
  }
  return told;
}

function pastsOf({ body: { when } }: CompiledRule, frames: Frames): [string, Past['values']][] {
  if (when.kind === 'device' || when.kind === 'trend' || when.kind === 'told') return [];
  if (when.kind === 'formula') return [['', frames.map(({ row }) => formula(row))]];
  return series.flatMap(({ metric, attributes }, column): [string, Past['values']][] =>
    metric === when.metric && fits(when.where, attributes)
      ? [[instanceText(attributes), frames.map(({ row }) => row[column] as number)]]
      : [],
  );
}

/** `max(made.full) - made.busy / 2` */
function formula([a = Number.NaN, b = Number.NaN, busy = Number.NaN]: readonly number[]): number {
  const fullest = Math.max(...[a, b].filter((value) => !Number.isNaN(value)));
  const value = fullest - busy / 2;
  return Number.isFinite(value) ? Math.round(value * 10_000) / 10_000 : Number.NaN;
}

test('streaming says what a look at the whole past says, for any rules and any past', { retry: 0 }, () => {
  let said = 0;
  fc.assert(
    fc.property(fc.array(ruleBody, { minLength: 1, maxLength: 8 }), steps, dictionaries, (bodies, all, choice) => {
      const rules = bodies.map((body, n) => compileRule(`rule-${n}`, body, describeMade));
      const frames = framesOf(all, choice);
      const expected = whole(rules, frames);
      said += [...expected.values()].reduce((sum, { length }) => sum + length, 0);
      const byKey = (told: Map<string, Told[]>) =>
        Object.fromEntries([...told].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      expect(byKey(streamed(rules, frames))).toEqual(byKey(expected));
    }),
    { numRuns: 1_500 },
  );
  expect(said, 'something was told').toBeGreaterThan(5_000);
});

test('the state machine never leaves its table, and visits all of it', () => {
  const visited = new Set<string>();
  const sample = fc.record({ entered: fc.boolean(), held: fc.boolean(), afterMs: fc.nat(100) });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 200 }), fc.nat(150), fc.nat(150), (samples, forMs, clearForMs) => {
      const rank: Rank = { phase: clear, since: 0, began: 0 };
      let time = 0;
      for (const { entered, held, afterMs } of samples) {
        const before = rank.phase;
        advance(rank, entered, held, (time += afterMs), { forMs, clearForMs });
        if (rank.phase === before) continue;
        expect(moves[before]).toContain(rank.phase);
        visited.add(`${before} ${rank.phase}`);
      }
    }),
  );
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 20 }), (samples) => {
      const rank: Rank = { phase: clear, since: 0, began: 0 };
      for (const { entered, held } of samples) {
        const before = rank.phase;
        advance(rank, entered, held, 0, { forMs: 0, clearForMs: 0 });
        if (rank.phase !== before) visited.add(`${before} ${rank.phase}`);
      }
    }),
  );
  const all = Object.entries(moves).flatMap(([from, to]) => to.map((phase) => `${from} ${phase}`));
  expect([...visited].toSorted()).toEqual(all.toSorted());
});
