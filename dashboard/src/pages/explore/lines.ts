// pure
import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Series } from '@fettle/shared/api/series';
import { readingUnit, seriesText } from '@fettle/shared/metrics/metric';
import { quantile } from '@fettle/shared/statistics/quantile';
import type { Point } from '../../charts/gaps.ts';
import type { Panel } from '../../charts/panels.ts';
import { plain } from '../../format/text.ts';
import type { ExploreView } from './view.ts';

/** One series of the answer with the names that people read. */
export interface Track {
  /** Unique in the answer. */
  readonly key: string;
  readonly device: string;
  readonly deviceName: string;
  /** Values of its attributes, with a space between. */
  readonly what: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

const collator = new Intl.Collator('en', { numeric: true });

/** A metric of the catalogue by its name. */
export const metricNamed = (families: readonly CatalogueFamily[], name: string): CatalogueMetric | undefined =>
  families.flatMap(({ metrics }) => metrics).find((one) => one.name === name);

export const titleOf = (metric: CatalogueMetric | undefined, name: string) => metric?.chart?.title ?? name;

/** Whether a series is one of those that are asked for: what a chart of the metric hides is so only when it is named. */
function isAsked(metric: CatalogueMetric | undefined, only: ExploreView['only'], attributes: Series['attributes']) {
  if (Object.entries(only).some(([name, value]) => attributes[name] !== value)) return false;
  const by = metric?.chart?.by;
  return by === undefined || by in only || !(metric?.chart?.hide ?? []).includes(attributes[by] ?? '');
}

/** The series that are asked for, by device and then by what they are of. */
export function tracksOf(
  found: readonly Series[],
  {
    metric,
    only,
    nameOf,
  }: { metric: CatalogueMetric | undefined; only: ExploreView['only']; nameOf: (id: string) => string },
): Track[] {
  return found
    .filter(({ attributes }) => isAsked(metric, only, attributes))
    .map((series) => {
      const names = Object.keys(series.attributes).filter((name) => !(name in only));
      return {
        key: `${series.device} ${seriesText(series)}`,
        device: series.device,
        deviceName: nameOf(series.device),
        what: names
          .toSorted()
          .map((name) => series.attributes[name] ?? '')
          .join(' '),
        attributes: series.attributes,
        points: series.points,
      };
    })
    .toSorted((a, b) => collator.compare(a.deviceName, b.deviceName) || collator.compare(a.what, b.what));
}

/** Attributes by which the answer could be narrowed, with their values. */
export function choicesOf(found: readonly Series[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, Set<string>>();
  for (const { attributes } of found) {
    for (const [name, value] of Object.entries(attributes))
      values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return new Map([...values].map(([name, some]) => [name, [...some].toSorted(collator.compare)]));
}

const bare = (metric: CatalogueMetric | undefined, name: string): CatalogueMetric =>
  metric ?? { name, unit: '', kind: 'gauge', attributes: [], decimals: 4, rollup: 'avg', words: name };

/** What an aggregation is counted in: how many, or the metric's own unit. */
export function unitOf(metric: CatalogueMetric, agg: ExploreView['agg']): string {
  if (agg === 'count') return '';
  if (agg === 'time') return 's';
  return readingUnit(metric);
}

/** The chart of all that is asked for: a line a series, or one line of the spread. */
export function panelFor(view: ExploreView, known: CatalogueMetric | undefined, tracks: readonly Track[]): Panel {
  const metric = bare(known, view.metric);
  const single = new Set(tracks.map(({ device }) => device)).size <= 1;
  const label = ({ deviceName, what }: Track) =>
    plain([single && what !== '' ? '' : deviceName, what].filter(Boolean).join(' '), 48);
  const unit = unitOf(metric, view.agg);
  const title = titleOf(known, view.metric);
  const { fromZero } = metric.chart ?? {};
  const { limits, ...unlimited } = metric;
  // A limit is of values, not of how many there are.
  const limited = limits && view.agg !== 'count' && view.agg !== 'time' ? { ...unlimited, limits } : unlimited;
  const spread = view.shape === 'spread';
  return {
    id: view.metric,
    metric: limited,
    unit,
    title,
    chart: { title, form: 'line', ...(fromZero === undefined ? {} : { fromZero }) },
    lines: spread
      ? [{ key: spreadKey, label: '', down: false }]
      : tracks.map((track) => ({ key: track.key, label: label(track), down: false })),
  };
}

export const spreadKey = 'spread';

/** At each time the median of all series, and their 95th percentile: what most are like, and how far the worst reach. */
export function spreadOf(tracks: readonly Pick<Track, 'points'>[]): { middle: Point[]; high: Point[] } {
  const byTime = new Map<number, number[]>();
  for (const { points } of tracks) {
    for (const [time, value] of points) {
      if (value === null) continue;
      const values = byTime.get(time);
      if (values) values.push(value);
      else byTime.set(time, [value]);
    }
  }
  const times = [...byTime].toSorted(([a], [b]) => a - b);
  const at = (share: number) => times.map(([time, values]): Point => [time, quantile(values, share)]);
  return { middle: at(0.5), high: at(0.95) };
}

/** What a series came to over the time that is shown. */
export interface Summary {
  readonly key: string;
  readonly median: number | null;
  readonly p95: number | null;
  readonly highest: number | null;
  readonly last: number | null;
  /** Of the earlier period; undefined: none is compared. */
  readonly earlier: number | null | undefined;
}

const known = (points: readonly Point[]) => points.flatMap(([, value]) => (value === null ? [] : [value]));

/** Of the points as they are drawn, the highest median first. */
export function summariesOf(tracks: readonly Track[], earlierOf?: (key: string) => readonly Point[]): Summary[] {
  return tracks
    .map(({ key, points }): Summary => {
      const values = known(points);
      const before = earlierOf ? known(earlierOf(key)) : undefined;
      return {
        key,
        median: quantile(values, 0.5),
        p95: quantile(values, 0.95),
        highest: values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b)),
        last: values.at(-1) ?? null,
        earlier: before && quantile(before, 0.5),
      };
    })
    .toSorted((a, b) => (b.median ?? Number.NEGATIVE_INFINITY) - (a.median ?? Number.NEGATIVE_INFINITY));
}
