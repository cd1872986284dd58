// pure
import type { Block, Cell, Column, SeriesBasis } from '@fettle/shared/reports/document';
import { nelsonWords } from '@fettle/shared/statistics/nelson';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';
import { type DeviceTrend, isMover, type Percentiles, type Steadiness } from '../trend-facts.ts';
import { type Measure, moved } from '../trend-measures.ts';
import type { MeasureTrends, Trends } from '../trend-reading.ts';
import { counted, say } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 15;
const dayMs = 86_400_000;

export interface Out {
  readonly measure: Measure;
  readonly trend: DeviceTrend;
  readonly steady: Steadiness;
  readonly since: number;
  /** Of the device. */
  readonly name: string;
}

export const how = ({ format, unit, decimals }: Measure) => ({
  format,
  ...(unit === undefined ? {} : { unit }),
  ...(decimals === undefined ? {} : { decimals }),
});
const column = (id: string, title: string, measure: Measure): Column => ({ id, title, ...how(measure) });

export function seriesOf(
  { metric, agg }: Measure,
  device: string,
  from: number,
  to: number,
  step: number,
): SeriesBasis {
  return { device, metric: metric.name, from, to, step, agg };
}

const stepWord = (step: number) => (step === dayMs ? 'day' : 'hour');

/** The median and the 95th percentile, each with its basis. */
function percentileCells(
  book: BasisBook,
  key: string,
  title: string,
  found: Percentiles | null,
  series: readonly SeriesBasis[],
  step: number,
): Cell[] {
  if (!found)
    return [
      { value: null, text: 'no data' },
      { value: null, text: 'no data' },
    ];
  return (['p50', 'p95'] as const).map((which) => ({
    value: found[which],
    basis: book.reckoned(`${key}-${which}`, {
      title: `${title}: ${which === 'p50' ? 'median' : '95th percentile'}`,
      formula: `${which === 'p50' ? 'the median' : 'the 95th percentile'} (R-7) of ${counted(found.count, `${stepWord(step)}ly value`)}`,
      value: found[which],
      series,
    }),
  }));
}

export function deviceTable(
  book: BasisBook,
  { span, step, devices }: Trends,
  { measure, devices: all }: MeasureTrends,
): Table {
  const known = all.filter(({ whole }) => whole !== null);
  const rows = known
    .toSorted((a, b) => (b.whole?.p95 ?? 0) - (a.whole?.p95 ?? 0))
    .map(({ device, whole }): Cell[] => {
      const name = devices.get(device)?.name ?? device;
      const series = [seriesOf(measure, device, span.from, span.to, step)];
      return [
        { value: name, link: `/devices/${device}` },
        ...percentileCells(book, `${measure.id}-${device}`, `${measure.title} of ${name}`, whole, series, step),
      ];
    });
  return {
    kind: 'table',
    id: `${measure.id}-by-device`,
    title: measure.title,
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      column('p50', 'p50', measure),
      column('p95', 'p95', measure),
    ],
    rows,
    shown,
    empty: 'Nothing was measured.',
  };
}

export function serviceTable(book: BasisBook, { span, step }: Trends, { measure, services }: MeasureTrends): Table {
  const rows = services
    .toSorted((a, b) => (b.whole?.p95 ?? -1) - (a.whole?.p95 ?? -1))
    .map(({ id, name, devices, whole }): Cell[] => {
      const series = [...devices].map((device) => seriesOf(measure, device, span.from, span.to, step));
      const key = `${measure.id}-service-${keyPart(id)}`;
      return [
        { value: name, link: `/services/${id}` },
        ...percentileCells(book, key, `${measure.title} of ${name}`, whole, series, step),
      ];
    });
  return {
    kind: 'table',
    id: `${measure.id}-by-service`,
    title: measure.title,
    columns: [
      { id: 'service', title: 'Service', format: 'text' },
      column('p50', 'p50', measure),
      column('p95', 'p95', measure),
    ],
    rows,
    shown,
    empty: 'There is no service here yet.',
  };
}

/** What works harder than in the week before. */
export function moversOf({ measures }: Trends): { readonly measure: Measure; readonly trend: DeviceTrend }[] {
  return measures.flatMap(({ measure, devices }) =>
    devices.filter((trend) => isMover(measure, trend)).map((trend) => ({ measure, trend })),
  );
}

/** Both weeks’ 95th percentiles as words, because measures of several units stand in one list. */
export function moversTable(ask: Ask, book: BasisBook, trends: Trends): Table {
  const { span, step, devices } = trends;
  const found = moversOf(trends);
  const score = ({ measure, trend: { week, weekBefore } }: (typeof found)[number]) =>
    moved(measure, weekBefore?.p95 ?? 0, week?.p95 ?? 0);
  const rows = found
    .toSorted((a, b) => score(b) - score(a))
    .map(({ measure, trend: { device, week, weekBefore } }): Cell[] => {
      const name = devices.get(device)?.name ?? device;
      const cell = (id: string, title: string, of: Percentiles | null, back: number): Cell => {
        const value = of?.p95 ?? null;
        const [from, to] = [span.to - (back + 7) * dayMs, span.to - back * dayMs];
        const basis = book.reckoned(`move-${measure.id}-${device}-${id}`, {
          title: `${measure.title} of ${name}, ${title}`,
          formula: `the 95th percentile (R-7) of ${counted(of?.count ?? 0, `${stepWord(step)}ly value`)}`,
          value,
          series: [seriesOf(measure, device, from, to, step)],
        });
        const text =
          value === null
            ? 'no data'
            : say(value, measure.format, ask, { unit: measure.unit, decimals: measure.decimals });
        return { value, text, basis };
      };
      return [
        { value: name, link: `/devices/${device}` },
        { value: measure.title },
        cell('before', 'the week before', weekBefore, 7),
        { ...cell('now', 'the last week', week, 0), state: 'warning' },
      ];
    });
  return {
    kind: 'table',
    id: 'movers',
    title: 'Worst movers',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'measure', title: 'What', format: 'text' },
      { id: 'before', title: 'The week before', format: 'number' },
      { id: 'now', title: 'The last week', format: 'number' },
    ],
    rows,
    shown,
    empty: 'Nothing works harder than a week before.',
  };
}

export function outTable(ask: Ask, book: BasisBook, { span, step, days }: Trends, out: readonly Out[]): Table {
  const rows = out.map(({ measure, trend, steady, since, name }): Cell[] => {
    const usual = steady.chart.centre;
    const options = { unit: measure.unit, decimals: measure.decimals };
    const series = [seriesOf(measure, trend.device, span.from, span.to, step)];
    const value = (id: string, title: string, of: number, formula: string): Cell => ({
      value: of,
      text: say(of, measure.format, ask, options),
      basis: book.reckoned(`out-${measure.id}-${trend.device}-${id}`, {
        title: `${measure.title} of ${name}: ${title}`,
        formula,
        value: of,
        series,
      }),
    });
    return [
      { value: name, link: `/devices/${trend.device}` },
      { value: measure.title },
      {
        value: days[since]?.from ?? null,
        state: 'warning',
        basis: book.reckoned(`out-${measure.id}-${trend.device}-day`, {
          title: `${measure.title} of ${name}: since when`,
          formula: 'the first day of those that say so',
          value: days[since]?.from ?? null,
          series,
        }),
      },
      value('usual', 'usual', usual, `the mean of ${counted(steady.chart.count, 'day')} that say what is usual`),
      value('since', 'since then', usual + steady.shift, 'the mean of the days since then, the week taken away'),
      { value: steady.rule === null ? '' : nelsonWords[steady.rule] },
    ];
  });
  return {
    kind: 'table',
    id: 'out-of-control',
    title: 'Not steady any more',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'measure', title: 'What', format: 'text' },
      { id: 'since', title: 'Since', format: 'date' },
      { id: 'usual', title: 'Usual', format: 'number' },
      { id: 'now', title: 'Since then', format: 'number' },
      { id: 'why', title: 'Why', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'Everything is steady.',
  };
}
