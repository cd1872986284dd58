// pure
import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';

/** A metric of the list, with the family that it belongs to. */
export interface Choice {
  readonly metric: CatalogueMetric;
  readonly family: string;
  readonly title: string;
}

export const mostChoices = 60;

/** Every metric of the catalogue, in its order. */
export const choicesIn = (families: readonly CatalogueFamily[]): Choice[] =>
  families.flatMap(({ title: family, metrics }) =>
    metrics.map((metric) => ({ metric, family, title: metric.chart?.title ?? metric.name })),
  );

/** Those in whose title, name, family or words every word of the text stands; begun titles first. */
export function matching(all: readonly Choice[], text: string): Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ metric, family, title }) => {
    const about = `${title} ${metric.name} ${family} ${metric.words}`.toLowerCase();
    return words.every((word) => about.includes(word));
  });
  const begins = ({ title, metric }: Choice) =>
    words.length > 0 && [title, metric.name].some((name) => name.toLowerCase().startsWith(words[0] ?? ''));
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}
