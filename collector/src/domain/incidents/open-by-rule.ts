// pure
import type { Incident } from './types.ts';

/** How many there are by each rule. */
export function openByRule(incidents: readonly Pick<Incident, 'rule'>[]): Map<string, number> {
  const groups = Map.groupBy(incidents, ({ rule }) => rule as string);
  return new Map([...groups].map(([rule, own]) => [rule, own.length]));
}
