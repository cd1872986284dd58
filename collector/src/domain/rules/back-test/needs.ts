// pure
import type { Aggregation } from '@fettle/shared/api/series';
import { parseFormula, seriesOf } from '@fettle/shared/rules/formula/parse';
import type { Condition } from '@fettle/shared/rules/rule';

/** One question to the series for each: a metric, and how steps of it are taken together. */
export interface Need {
  readonly metric: string;
  /** Undefined: the metric's own roll-up. */
  readonly agg: Aggregation | undefined;
}

export function needKey({ metric, agg }: Need): string {
  return `${metric} ${agg ?? ''}`;
}

/**
 * What a condition looks at. Of steps the worst is taken, so that none of what would have fired is missed; of a band there
 * are two worst ones.
 */
export function needsOf(when: Condition): Need[] {
  if (when.kind === 'device' || when.kind === 'told') return [];
  if (when.kind === 'formula') {
    const metrics = seriesOf(parseFormula(when.expression)).map(({ metric }) => metric);
    return [...new Set(metrics)].map((metric) => ({ metric, agg: undefined }));
  }
  if (when.kind === 'value' && when.is === 'outside') return [need(when.metric, 'max'), need(when.metric, 'min')];
  if (when.kind === 'value') return [need(when.metric, when.is === 'above' ? 'max' : 'min')];
  return [need(when.metric, ({ state: 'time', trend: 'avg', change: 'last', absent: 'last' } as const)[when.kind])];
}

const need = (metric: string, agg: Aggregation): Need => ({ metric, agg });
