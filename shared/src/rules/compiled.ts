/** A rule made ready for the evaluator. */
import type { Metric } from '../metrics/metric.ts';
import type { Formula } from './formula/parse.ts';
import type { Test } from './bounds.ts';
import type { RuleBody } from './rule.ts';

/** One limit as integers scaled by the metric's decimals; null where a side has none. What is canonical of a level. */
export interface ScaledLevel {
  readonly low: number | null;
  readonly high: number | null;
  readonly clearLow: number | null;
  readonly clearHigh: number | null;
}

/** The rule as it stands, or as one of its overrides makes it. */
export interface Variant {
  readonly off: boolean;
  readonly forMs: number;
  readonly clearForMs: number;
  readonly warning: Test | null;
  readonly critical: Test | null;
  /** Of kinds that have levels. */
  readonly scaled: { readonly warning: ScaledLevel | null; readonly critical: ScaledLevel | null } | null;
}

export interface CompiledRule {
  readonly id: string;
  readonly body: RuleBody;
  /** Of the condition; null for kinds without one. */
  readonly metric: Metric | null;
  readonly formula: Formula | null;
  /** Digits after the point that limits and values are compared with. */
  readonly decimals: number;
  /** The first as it stands, then one for each override. */
  readonly variants: readonly [Variant, ...Variant[]];
}

/** A rule with those of its overrides that may fit here and now, by place, in order; their `where` is asked a series. */
export interface Scoped {
  readonly rule: CompiledRule;
  readonly overrides: readonly number[];
}
