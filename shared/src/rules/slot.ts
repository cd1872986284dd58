import type { Attributes } from '../metrics/metric.ts';
import type { CompiledRule, Scoped, Variant } from './compiled.ts';
import { fits, instanceText } from './where.ts';

/** One rule on one instance, by the override that fits it. Shared by all devices with the same series and rules. */
export interface Slot {
  readonly rule: CompiledRule;
  readonly variant: Variant;
  readonly attributes: Attributes;
  /** As in `seriesText`, without the metric; empty for the device as a whole. */
  readonly instance: string;
  /** Of rule and instance. */
  readonly key: string;
  /** The column of its value in a frame; `nowhere` while the frame has none, `elsewhere` for what is fed by others. */
  readonly column: number;
}

export const nowhere = -1;
export const elsewhere = -2;

export function slotKey(rule: string, instance: string): string {
  return `${rule}\n${instance}`;
}

/** The rule as it stands for a series; null where it does not look at it, or is off for it. */
export function variantOf({ rule, overrides }: Scoped, attributes: Attributes): Variant | null {
  const { when } = rule.body;
  if ('where' in when && !fits(when.where, attributes)) return null;
  const chosen = overrides.find((place) => fits(rule.body.overrides[place]?.where, attributes));
  const variant = rule.variants[chosen === undefined ? 0 : chosen + 1] ?? rule.variants[0];
  return variant.off ? null : variant;
}

/** Null where the rule does not look at it, or is off for it. */
export function slotOf(scoped: Scoped, attributes: Attributes, column: number): Slot | null {
  const variant = variantOf(scoped, attributes);
  if (variant === null) return null;
  const { rule } = scoped;
  const instance = instanceText(attributes);
  return { rule, variant, attributes, instance, key: slotKey(rule.id, instance), column };
}
