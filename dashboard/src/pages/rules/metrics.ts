// pure
import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Rule } from '@fettle/shared/api/rules';
import type { Condition } from '@fettle/shared/rules/rule';

/** A metric with the family it is in. */
export interface Placed {
  readonly family: string;
  readonly metric: CatalogueMetric;
}

export function metricsOf(families: readonly CatalogueFamily[]): ReadonlyMap<string, Placed> {
  return new Map(
    families.flatMap(({ title, metrics }) =>
      metrics.map((metric) => [metric.name, { family: title, metric }] as const),
    ),
  );
}

/** "File systems used", or the metric's own name where it has no chart to name it. */
export const titleOf = (metric: CatalogueMetric) => metric.chart?.title ?? metric.name;

/** `system.filesystem.mountpoint` is “Mountpoint” above its field. */
export function attributeTitle(key: string): string {
  const last = (key.split('.').at(-1) ?? key).replaceAll('_', ' ');
  return last.slice(0, 1).toUpperCase() + last.slice(1);
}

/** The metric that a condition looks at; a formula's first. */
export function metricNameOf(when: Condition): string | undefined {
  if ('metric' in when) return when.metric;
  return when.kind === 'formula' ? /[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+/.exec(when.expression)?.[0] : undefined;
}

export interface Group {
  readonly title: string;
  readonly rules: readonly Rule[];
}

const deviceTitle = 'The device itself';

/** Rules by what they watch, families in the order of the catalogue; within one by name. */
export function groupsOf(rules: readonly Rule[], families: readonly CatalogueFamily[]): Group[] {
  const placed = metricsOf(families);
  const titleFor = (rule: Rule) => {
    const name = metricNameOf(rule.when);
    return name === undefined ? deviceTitle : (placed.get(name)?.family ?? 'Other metrics');
  };
  const groups = Map.groupBy(rules, titleFor);
  const order = [deviceTitle, ...families.map(({ title }) => title), 'Other metrics'];
  return order.flatMap((title) => {
    const found = groups.get(title);
    return found ? [{ title, rules: found.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) }] : [];
  });
}

/** Those whose name, sentence, metric, scope or origin holds every word. */
export function searched(rules: readonly Rule[], text: string): Rule[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter((rule) => {
    const all = [rule.name, rule.id, rule.words, metricNameOf(rule.when) ?? '', rule.selector, rule.origin]
      .join(' ')
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
