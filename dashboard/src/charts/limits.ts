// pure
import type { Rule } from '@fettle/shared/api/rules';
import type { SeriesKey } from '@fettle/shared/metrics/metric';
import { fits } from '@fettle/shared/rules/where';
import { matches, type Selectable } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { formatValue } from '@fettle/shared/units';
import { span } from '../format/time.ts';
import type { Panel } from './panels.ts';

/** Where values begin to hurt, the nearest first. */
export interface Limits {
  readonly levels: readonly Limit[];
  /** They hurt below their limits. */
  readonly below: boolean;
}
export interface Limit {
  readonly value: number;
  readonly shape: 'warning' | 'critical';
  /** The rule's own words, beside its line where there is room. */
  readonly words?: string;
}

/** The limits of a metric as the catalogue has them. */
export function describedLimits({ metric: { limits } }: Panel): Limits {
  if (!limits) return { levels: [], below: false };
  const levels = [
    { value: limits.warning, shape: 'warning' },
    { value: limits.critical, shape: 'critical' },
  ] as const;
  return { levels, below: limits.direction === 'below' };
}

/** "warning above 87 % for 20 min" */
export function limitWords(shape: Limit['shape'], below: boolean, value: number, unit: string, forMs = 0): string {
  const shown = formatValue(value, unit);
  const round = shown.figure.includes('.') ? shown.figure.replace(/\.?0+$/, '') : shown.figure;
  const figure = shown.unit === '' ? round : `${round} ${shown.unit}`;
  return `${shape} ${below ? 'below' : 'above'} ${figure}${forMs > 0 ? ` for ${span(forMs)}` : ''}`;
}

type DrawnRule = Pick<Rule, 'enabled' | 'selector' | 'when' | 'forMs' | 'overrides'>;
const shapes = ['warning', 'critical'] as const;

/**
 * What the rules say of one series of a device, undefined when none does. The first rule on values that fits is drawn, with
 * the first of its overrides that fits at any time; those that hold by the calendar only are not.
 */
export function limitsOfRules(
  rules: readonly DrawnRule[],
  device: Selectable,
  { metric, attributes }: SeriesKey,
  unit: string,
): Limits | undefined {
  for (const { enabled, selector, when, forMs, overrides } of rules) {
    if (!enabled || when.kind !== 'value' || when.metric !== metric || when.is === 'outside') continue;
    if (!fits(when.where, attributes) || !matches(parseSelector(selector), device)) continue;
    const other = overrides.find(
      (one) =>
        one.calendar === undefined && fits(one.where, attributes) && matches(parseSelector(one.selector ?? ''), device),
    );
    if (other?.off) continue;
    const levels = other?.levels ?? when.levels;
    const below = when.is === 'below';
    const drawn = shapes.flatMap((shape): Limit[] => {
      const limit = levels[shape]?.limit;
      if (typeof limit !== 'number') return [];
      return [{ value: limit, shape, words: limitWords(shape, below, limit, unit, other?.forMs ?? forMs) }];
    });
    if (drawn.length > 0) return { levels: drawn, below };
  }
  return undefined;
}
