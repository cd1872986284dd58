// pure
/** Evaluates the rules of standing orders on the agent's own samples, as a collector would (tests/golden/rules). */
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { Cadence, gapAfter } from '@fettle/shared/rules/cadence';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { Evaluator, type Standing } from '@fettle/shared/rules/evaluator';
import { bind } from '@fettle/shared/rules/formula/bind';
import { powerOf } from '@fettle/shared/rules/level';
import { RuleSet } from '@fettle/shared/rules/plan';
import { slotKey } from '@fettle/shared/rules/slot';
import type { Verdict } from '@fettle/shared/rules/verdict';

/** What was measured last of an instance. */
export interface Measured extends Pick<Standing, 'held' | 'value'> {
  /** Of the frame, ms. */
  readonly time: number;
}

export class Watch {
  readonly #tell: (verdict: Verdict) => void;
  /** The value with which something ended. */
  readonly #over = new Map<string, number | null>();
  #rules = new RuleSet([]);
  #evaluator: Evaluator | null = null;
  readonly #cadence = new Cadence();
  #dictionary: Dictionary | null = null;
  #values: Float64Array = new Float64Array();

  /** @param tell hears when the severity of an instance changes; the verdict's `rule` is the standing order's id */
  constructor(tell: (verdict: Verdict) => void) {
    this.#tell = (verdict) => {
      const key = slotKey(verdict.rule, verdict.instance);
      if (verdict.severity === null) this.#over.set(key, verdict.value);
      else this.#over.delete(key);
      tell(verdict);
    };
  }

  /** Goes on with these; each compiled under its standing order's id. Of what goes on nothing is lost. */
  use(rules: readonly CompiledRule[], time: number): void {
    this.#rules = new RuleSet(rules.map((rule) => ({ rule, overrides: [...rule.body.overrides.keys()] })));
    if (this.#evaluator !== null) this.#evaluator.use(this.#rules, time, this.#tell);
    if (rules.length === 0) this.#evaluator = null;
    else this.#evaluator ??= new Evaluator(this.#rules);
  }

  /**
   * @param time ms, ascending; whatever comes out of order is left out
   * @param values valid during the call only
   * @param interval at which frames are to come, ms
   */
  frame(dictionary: Dictionary, time: number, values: Float64Array, interval: number): void {
    const evaluator = this.#evaluator;
    if (evaluator === null || time <= evaluator.time) return;
    const gapMs = gapAfter(this.#cadence.usual, interval);
    this.#cadence.take(time);
    this.#dictionary = dictionary;
    this.#values = values;
    evaluator.frame(dictionary, time, values, { gapMs }, this.#tell);
    this.#values = values.slice();
  }

  /** Null: nothing was measured yet, or no rule asks. */
  measured(order: string, instance: string, attributes: Attributes): Measured | null {
    const evaluator = this.#evaluator;
    const rule = this.#rules.find(order)?.rule;
    if (evaluator === null || rule === undefined || evaluator.time === 0) return null;
    const going = evaluator.standing(order, instance);
    const value = this.#valueOf(rule, instance, attributes, going?.value ?? null);
    return { held: going?.held ?? null, value, time: evaluator.time };
  }

  /** Of the last frame, where it tells it; of what goes on, or was told to be over, else. */
  #valueOf(rule: CompiledRule, instance: string, attributes: Attributes, going: number | null): number | null {
    const { metric, body, formula, decimals, id } = rule;
    const dictionary = this.#dictionary;
    if (dictionary === null) return null;
    if (formula !== null) {
      const power = powerOf(decimals);
      return finite(Math.round(bind(formula, dictionary)(this.#values) * power) / power);
    }
    if (body.when.kind !== 'value' && body.when.kind !== 'state')
      return going ?? this.#over.get(slotKey(id, instance)) ?? null;
    const column = dictionary.series.findIndex(
      (series) => series.metric === metric?.name && isSame(series.attributes, attributes),
    );
    return finite(this.#values[column] ?? Number.NaN);
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function isSame(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
