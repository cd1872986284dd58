// pure
import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';
import { type Attributes, readingUnit, type SeriesKey, seriesText } from '@fettle/shared/metrics/metric';
import { plain } from '../format/text.ts';

/** One line of a panel. */
export interface PanelLine {
  /** seriesText of its series: one key for one series. */
  readonly key: string;
  readonly label: string;
  /** Drawn below the zero line. */
  readonly down: boolean;
}

/** One chart, as the catalogue describes it. */
export interface Panel {
  /** Stable over reloads: family, metric, and what it is one chart of. */
  readonly id: string;
  readonly metric: CatalogueMetric;
  /** In which its values are shown. */
  readonly unit: string;
  readonly chart: NonNullable<CatalogueMetric['chart']>;
  readonly title: string;
  readonly lines: readonly PanelLine[];
  /** Attributes of the series that its lines draw, where they are of one device. */
  readonly series?: readonly Attributes[];
}

export interface PanelFamily {
  readonly id: string;
  readonly title: string;
  /** Every metric of the family that has a chart or is unknown: what must be read. */
  readonly metrics: readonly string[];
  /** Those whose charts have a single line, so that there is room to show how far its samples reach. */
  readonly banded: readonly string[];
  readonly panels: readonly Panel[];
}

const collator = new Intl.Collator('en', { numeric: true });

/** A metric that the catalogue does not have is drawn all the same: one chart, a line a series. */
function undescribed(name: string, unit: string): CatalogueMetric {
  return {
    name,
    unit,
    kind: 'gauge',
    attributes: [],
    decimals: 4,
    rollup: 'avg',
    chart: { title: name, form: 'line' },
    words: 'This collector’s catalogue does not describe this metric yet.',
  };
}

function lineOf(metric: CatalogueMetric, { attributes }: SeriesKey): PanelLine {
  const { by, above, per, form } = metric.chart ?? {};
  const value = by === undefined ? undefined : attributes[by];
  const others = Object.keys(attributes)
    .filter((key) => key !== per)
    .toSorted()
    .map((key) => attributes[key] ?? '');
  return {
    key: seriesText({ metric: metric.name, attributes }),
    label: plain(value ?? others.join(' '), 48),
    down: form === 'mirror' && value !== above,
  };
}

const isHidden = ({ chart }: CatalogueMetric, attributes: Attributes) =>
  chart?.by !== undefined && (chart.hide ?? []).includes(attributes[chart.by] ?? '');

function panelOf(metric: CatalogueMetric, of: string | undefined, series: readonly SeriesKey[]): Panel[] {
  const { chart } = metric;
  const seen = series.filter(({ attributes }) => !isHidden(metric, attributes));
  if (!chart || seen.length === 0) return [];
  const title = of === undefined ? chart.title : `${chart.title}, ${plain(of, 64)}`;
  const lines = seen
    .map((one) => lineOf(metric, one))
    .toSorted((a, b) => Number(a.down) - Number(b.down) || collator.compare(a.label, b.label));
  return [
    {
      id: `${metric.name}${of === undefined ? '' : ` ${of}`}`,
      metric,
      unit: readingUnit(metric),
      chart,
      title,
      lines,
      series: seen.map(({ attributes }) => attributes),
    },
  ];
}

function panelsOfMetric(metric: CatalogueMetric, series: readonly SeriesKey[]): Panel[] {
  const per = metric.chart?.per;
  if (per === undefined) return panelOf(metric, undefined, series);
  const values = new Set(series.map(({ attributes }) => attributes[per] ?? ''));
  return [...values].toSorted(collator.compare).flatMap((of) =>
    panelOf(
      metric,
      of,
      series.filter(({ attributes }) => (attributes[per] ?? '') === of),
    ),
  );
}

/**
 * The charts of a device from the catalogue and the series it has, in the order of the catalogue. Nothing here knows a
 * metric: one that was added yesterday is drawn as its own hint says, and one without a description as plain lines.
 */
export function panelsOf(
  families: readonly CatalogueFamily[],
  series: readonly (SeriesKey & { readonly unit: string })[],
): PanelFamily[] {
  const byMetric = Map.groupBy(series, ({ metric }) => metric);
  const described = new Set(families.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
  const strangers = [...byMetric]
    .filter(([name]) => !described.has(name))
    .map(([name, ones]) => undescribed(name, ones[0]?.unit ?? ''));
  const other = { id: 'other', title: 'Not in the catalogue', metrics: strangers };
  return [...families, other].flatMap(({ id, title, metrics }): PanelFamily[] => {
    const drawn = metrics.filter(({ name, chart }) => chart !== undefined && byMetric.has(name));
    const panels = drawn.flatMap((metric) => panelsOfMetric(metric, byMetric.get(metric.name) ?? []));
    const single = drawn.filter((metric) =>
      panels.every((panel) => panel.metric !== metric || (panel.lines.length === 1 && panel.chart.form !== 'stack')),
    );
    const names = (all: readonly CatalogueMetric[]) => all.map(({ name }) => name);
    return panels.length === 0 ? [] : [{ id, title, metrics: names(drawn), banded: names(single), panels }];
  });
}

/** A chart of a single series, also of one that the catalogue draws nowhere: that one is called `title`. */
export function panelOfOne(
  families: readonly CatalogueFamily[],
  one: SeriesKey & { readonly unit: string },
  title: string,
): Panel {
  const drawn = panelsOf(families, [one])[0]?.panels[0];
  if (drawn) return drawn;
  const known = families.flatMap(({ metrics }) => metrics).find(({ name }) => name === one.metric);
  const metric = known ?? undescribed(one.metric, one.unit);
  const key = seriesText({ metric: one.metric, attributes: one.attributes });
  return {
    id: key,
    metric,
    unit: readingUnit(metric),
    chart: { title, form: 'line' },
    title,
    lines: [{ key, label: '', down: false }],
  };
}
