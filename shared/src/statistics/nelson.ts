/**
 * The eight rules by which a control chart tells a special cause from noise: L. S. Nelson, “The Shewhart Control Chart: Tests for Special
 * Causes”, Journal of Quality Technology 16 (1984).
 */
import type { ControlChart } from './control-chart.ts';

export type NelsonRule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
export const nelsonRules: readonly NelsonRule[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** What each rule saw, after `since …`. σ is a third of the distance from the centre line to a limit. */
export const nelsonWords: Readonly<Record<NelsonRule, string>> = {
  1: 'outside the limits',
  2: 'nine in a row on one side of the centre line',
  3: 'six in a row rising, or falling',
  4: 'fourteen in a row up and down by turns',
  5: 'two of three more than 2σ away on one side',
  6: 'four of five more than 1σ away on one side',
  7: 'fifteen in a row within 1σ: too quiet for its limits',
  8: 'eight in a row more than 1σ away on both sides',
};

/** One stretch that a rule is broken by; `first` and `last` are places in the values given. */
export interface Signal {
  readonly rule: NelsonRule;
  readonly first: number;
  readonly last: number;
}

export interface Verdicts {
  /** For each value the rules whose pattern is complete there. */
  readonly rules: readonly (readonly NelsonRule[])[];
  /** In order of `first`; stretches of one rule that meet are one. */
  readonly signals: readonly Signal[];
}

interface Row {
  /** Distances from the centre in σ. */
  readonly z: readonly number[];
  readonly values: readonly number[];
}
/** How many values a pattern has, and whether the one that ends at `end` is there. */
interface Pattern {
  readonly length: number;
  readonly holds: (row: Row, end: number) => boolean;
  /** The value at `end` alone decides nothing where σ is 0. */
  readonly needsSigma: boolean;
}

const side = (z: number) => Math.sign(z);
const last = (row: readonly number[], end: number, length: number) => row.slice(end - length + 1, end + 1);
const steps = (row: readonly number[]) => row.slice(1).map((value, place) => Math.sign(value - (row[place] ?? value)));

/** `wanted` of the last `length` are beyond `sigmas` on the side of the last one, which is itself one of them. */
function ofAFew(z: readonly number[], end: number, wanted: number, length: number, sigmas: number): boolean {
  const at = z[end] ?? 0;
  if (Math.abs(at) <= sigmas) return false;
  return last(z, end, length).filter((one) => Math.abs(one) > sigmas && side(one) === side(at)).length >= wanted;
}

const patterns: Readonly<Record<NelsonRule, Pattern>> = {
  1: { length: 1, needsSigma: true, holds: ({ z }, end) => Math.abs(z[end] ?? 0) > 3 },
  2: {
    length: 9,
    needsSigma: false,
    holds: ({ z }, end) => {
      const of = side(z[end] ?? 0);
      return of !== 0 && last(z, end, 9).every((one) => side(one) === of);
    },
  },
  3: {
    length: 6,
    needsSigma: false,
    holds: ({ values }, end) => {
      const moves = steps(last(values, end, 6));
      return moves[0] !== 0 && moves.every((move) => move === moves[0]);
    },
  },
  4: {
    length: 14,
    needsSigma: false,
    holds: ({ values }, end) => {
      const moves = steps(last(values, end, 14));
      return moves.every((move, place) => move !== 0 && (place === 0 || move === -(moves[place - 1] ?? 0)));
    },
  },
  5: { length: 3, needsSigma: true, holds: ({ z }, end) => ofAFew(z, end, 2, 3, 2) },
  6: { length: 5, needsSigma: true, holds: ({ z }, end) => ofAFew(z, end, 4, 5, 1) },
  7: { length: 15, needsSigma: true, holds: ({ z }, end) => last(z, end, 15).every((one) => Math.abs(one) < 1) },
  8: {
    length: 8,
    needsSigma: true,
    holds: ({ z }, end) => {
      const eight = last(z, end, 8);
      return eight.every((one) => Math.abs(one) > 1) && eight.some((one) => one > 0) && eight.some((one) => one < 0);
    },
  },
};

/** Missing values are left out: what follows them is the neighbour of what was before. */
export function nelson(
  values: readonly (number | null)[],
  { centre, sigma }: Pick<ControlChart, 'centre' | 'sigma'>,
  asked: readonly NelsonRule[] = nelsonRules,
): Verdicts {
  const places = [...values.keys()].filter((place) => values[place] !== null);
  const present = places.map((place) => values[place] ?? 0);
  const row: Row = { values: present, z: present.map((value) => distance(value - centre, sigma)) };
  const rules: NelsonRule[][] = values.map(() => []);
  const signals: Signal[] = [];
  for (const rule of asked) {
    const { length, holds, needsSigma } = patterns[rule];
    if (needsSigma && sigma === 0) continue;
    for (let end = length - 1; end < present.length; end++) {
      if (!holds(row, end)) continue;
      const [first = 0, at = 0] = [places[end - length + 1], places[end]];
      rules[at]?.push(rule);
      join(signals, { rule, first, last: at });
    }
  }
  return { rules, signals: signals.toSorted((a, b) => a.first - b.first || a.rule - b.rule) };
}

/** Without spread only the side is known. */
function distance(from: number, sigma: number): number {
  return sigma === 0 ? Math.sign(from) : from / sigma;
}

/** A stretch that touches the one before of its rule lengthens it. */
function join(signals: Signal[], next: Signal): void {
  const before = signals.at(-1);
  if (before?.rule === next.rule && next.first <= before.last + 1)
    signals[signals.length - 1] = { ...before, last: next.last };
  else signals.push(next);
}
