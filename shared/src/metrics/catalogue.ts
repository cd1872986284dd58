import * as described from './families.ts';
import type { Family, Metric } from './metric.ts';

/** Every family, in the order of the device page. */
export const families: readonly Family[] = Object.values<Family>(described).toSorted((a, b) => a.order - b.order);

const byName = new Map<string, Metric>(families.flatMap((family) => family.metrics.map((m) => [m.name, m] as const)));

/** The description of a metric, or undefined for one that this version does not know. */
export function metricNamed(name: string): Metric | undefined {
  return byName.get(name);
}

/** The word for a state, or its number where the catalogue has none. */
export function stateWord(metric: string, state: number): string {
  return byName.get(metric)?.states?.[state] ?? String(state);
}
