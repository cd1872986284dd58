// pure
import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { LatestValue } from '@fettle/shared/api/devices';
import { plain } from '../../format/text.ts';

export interface StateItem {
  readonly name: string;
  readonly word: string;
  readonly severity: 'warning' | 'critical' | undefined;
}

/** The states of one metric: what hurts by itself, the others counted by their word. */
export interface StateGroup {
  readonly metric: string;
  readonly bad: readonly StateItem[];
  readonly calm: readonly { readonly word: string; readonly names: readonly string[] }[];
  readonly total: number;
}

const collator = new Intl.Collator('en', { numeric: true });

/** What a device's states are, by metric. Knows no metric: states and which of them hurt come from the catalogue. */
export function stateGroups(latest: Iterable<LatestValue>, metrics: readonly CatalogueMetric[]): StateGroup[] {
  const values = [...latest];
  return metrics
    .filter(({ kind }) => kind === 'state')
    .flatMap((metric): StateGroup[] => {
      const items = values.filter((one) => one.metric === metric.name).map((one) => itemOf(one, metric));
      if (items.length === 0) return [];
      const calm = Map.groupBy(
        items.filter(({ severity }) => !severity),
        ({ word }) => word,
      );
      return [
        {
          metric: metric.name,
          bad: items.filter(({ severity }) => severity).toSorted((a, b) => collator.compare(a.name, b.name)),
          calm: [...calm]
            .map(([word, ones]) => ({ word, names: ones.map(({ name }) => name).toSorted(collator.compare) }))
            .toSorted((a, b) => b.names.length - a.names.length),
          total: items.length,
        },
      ];
    });
}

function itemOf({ attributes, value, text }: LatestValue, { states, bad }: CatalogueMetric): StateItem {
  return {
    name: plain(Object.values(attributes).join(' '), 96),
    word: plain(text ?? states?.[value] ?? String(value), 32),
    severity: bad?.[String(value)],
  };
}
