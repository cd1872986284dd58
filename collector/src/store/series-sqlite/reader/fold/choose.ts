// pure
import type { Aggregation } from '@fettle/shared/api/series';
import { CountFold, ExtremeFold, LastFold } from './extreme.ts';
import { PercentileFold, RateFold } from './order.ts';
import { SampleFold } from './sample.ts';
import type { Fold } from './fold.ts';
import type { Steps } from './steps.ts';
import { SumFold } from './sum.ts';
import { TimeFold } from './time.ts';

/** @param steps null: the samples themselves */
export function foldFor(agg: Aggregation, steps: Steps | null): Fold {
  return steps === null ? new SampleFold() : makers[agg](steps);
}

const makers: Readonly<Record<Aggregation, (steps: Steps) => Fold>> = {
  avg: (steps) => new SumFold(steps, true),
  sum: (steps) => new SumFold(steps, false),
  min: (steps) => new ExtremeFold(steps, 'min'),
  max: (steps) => new ExtremeFold(steps, 'max'),
  count: (steps) => new CountFold(steps),
  last: (steps) => new LastFold(steps),
  time: (steps) => new TimeFold(steps),
  p50: (steps) => new PercentileFold(steps, 50),
  p90: (steps) => new PercentileFold(steps, 90),
  p95: (steps) => new PercentileFold(steps, 95),
  p99: (steps) => new PercentileFold(steps, 99),
  rate: (steps) => new RateFold(steps),
};
