/** Random rules over a few series, and random pasts of them. */
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Condition, Levels, RuleBody } from '@fettle/shared/rules/rule';
import * as fc from 'fast-check';

const plain = { unit: '1', kind: 'gauge', decimals: 2, rollup: 'avg', words: 'Made up.' } as const;
export const metrics: readonly Metric[] = [
  { ...plain, name: 'made.full', attributes: ['disk'] },
  { ...plain, name: 'made.busy', attributes: [] },
  { ...plain, name: 'made.state', kind: 'state', decimals: 0, attributes: ['unit'], states: ['a', 'b', 'c', 'd'] },
];
export const describeMade = (name: string) => metrics.find((metric) => metric.name === name);
export const series = [
  { metric: 'made.full', attributes: { disk: 'a' }, decimals: 2 },
  { metric: 'made.full', attributes: { disk: 'b' }, decimals: 2 },
  { metric: 'made.busy', attributes: {}, decimals: 2 },
  { metric: 'made.state', attributes: { unit: 'x' }, decimals: 0 },
] as const;

const hundredths = (n: number) => n / 100;
const spread = (from: number, to: number) => fc.integer({ min: from, max: to });
const sustain = fc.constantFrom(0, 0, 10_000, 25_000, 60_000, 200_000);

/** Levels on one side: [warning, critical, slack of each]; either may be missing. */
function sided(is: 'above' | 'below', low: number, high: number): fc.Arbitrary<Levels> {
  return fc
    .tuple(spread(low, high), spread(1, 30), fc.option(spread(0, 20)), fc.option(spread(0, 20)), spread(0, 2))
    .map(([from, further, slack, slackToo, which]) => {
      const sign = is === 'above' ? 1 : -1;
      const level = (limit: number, room: number | null) => ({
        limit: hundredths(limit),
        ...(room !== null && { clear: hundredths(limit - sign * room) }),
      });
      const warning = level(sign * from, slack);
      const critical = level(sign * (from + further), slackToo);
      return which === 0 ? { warning } : which === 1 ? { critical } : { warning, critical };
    });
}

const outside: fc.Arbitrary<Levels> = fc
  .tuple(spread(10, 40), spread(60, 90), spread(1, 9), fc.option(spread(0, 9)))
  .map(([low, high, further, slack]) => {
    const level = (a: number, b: number) => ({
      limit: [hundredths(a), hundredths(b)] as const,
      ...(slack !== null && { clear: [hundredths(a + slack), hundredths(b - slack)] as const }),
    });
    return { warning: level(low, high), critical: level(low - further, high + further) };
  });

const compared = (low: number, high: number) =>
  fc.oneof(
    sided('above', low, high).map((levels) => ({ is: 'above' as const, levels })),
    // Its limits are the negative ones of what is given: the other way round.
    sided('below', -high, -low).map((levels) => ({ is: 'below' as const, levels })),
    outside.map((levels) => ({ is: 'outside' as const, levels })),
  );
const full = fc.constantFrom({}, { where: { disk: 'a' } }, { where: { disk: '*' } });
const states = fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1, maxLength: 3 }).chain((chosen) =>
  spread(0, chosen.length).map((cut) => ({
    ...(cut > 0 && { warning: chosen.slice(0, cut) }),
    ...(cut < chosen.length && { critical: chosen.slice(cut) }),
  })),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(full, compared(30, 90))
      .map(([where, rest]) => ({ kind: 'value' as const, metric: 'made.full', ...where, ...rest })),
  },
  { weight: 2, arbitrary: compared(30, 90).map((rest) => ({ kind: 'value' as const, metric: 'made.busy', ...rest })) },
  { weight: 3, arbitrary: states.map((chosen) => ({ kind: 'state' as const, metric: 'made.state', states: chosen })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(compared(-20, 40), fc.constantFrom(20_000, 120_000, 600_000))
      .map(([rest, overMs]) => ({ kind: 'change' as const, metric: 'made.full', overMs, ...rest })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(full, fc.constantFrom(10_000, 45_000, 300_000)).map(([where, afterMs]) => ({
      kind: 'absent' as const,
      metric: 'made.full',
      ...where,
      afterMs,
      severity: 'critical' as const,
    })),
  },
  {
    weight: 1,
    arbitrary: compared(30, 90).map((rest) => ({
      kind: 'formula' as const,
      expression: 'max(made.full) - made.busy / 2',
      ...rest,
    })),
  },
);

export const ruleBody: fc.Arbitrary<RuleBody> = fc
  .tuple(condition, sustain, sustain)
  .map(([when, forMs, clearForMs]) => ({
    name: 'Made up',
    selector: '',
    when,
    forMs,
    clearForMs,
    enabled: true,
    runbook: '',
    overrides: [],
  }));

/** Values that stay a while, and lie at limits often enough; sometimes none; sometimes finer than any limit. */
const share = fc.oneof(
  { weight: 8, arbitrary: spread(0, 110).map(hundredths) },
  { weight: 1, arbitrary: spread(0, 110_000).map((n) => n / 100_003) },
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
);
const row = fc.tuple(
  share,
  share,
  share,
  fc.oneof({ weight: 5, arbitrary: spread(0, 3) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
);

export interface Step {
  readonly afterMs: number;
  /** How often the same comes again, and what differs from it by chance. */
  readonly times: number;
  readonly row: readonly number[];
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    afterMs: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom(1_000, 10_000, 10_000, 30_000) },
      { weight: 1, arbitrary: fc.constantFrom(61_000, 3_600_000) },
    ),
    times: fc.oneof({ weight: 8, arbitrary: spread(1, 6) }, { weight: 1, arbitrary: spread(30, 100) }),
    row,
  }),
  { minLength: 1, maxLength: 40 },
);

/** The order of columns, and how many of them a dictionary has: each a few frames long. */
export const dictionaries = fc.array(fc.tuple(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), spread(1, 60)), {
  minLength: 1,
  maxLength: 4,
});
