// pure
import type { Block } from '@fettle/shared/reports/document';
import { controlChart } from '@fettle/shared/statistics/control-chart';
import { nelson, nelsonWords } from '@fettle/shared/statistics/nelson';
import type { Incident } from '../../incidents/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';
import { labelOf } from '../steps.ts';
import type { Trends } from '../trend-reading.ts';
import { counted } from '../words.ts';
import { how, type Out, seriesOf } from './trend-blocks.ts';

type Control = Extract<Block, { kind: 'control' }>;

export function controlBlock(
  book: BasisBook,
  { span, step, days }: Trends,
  { measure, trend, steady, name }: Out,
): Control {
  const basis = book.reckoned(`chart-${measure.id}-${trend.device}`, {
    title: `${measure.title} of ${name}, day by day`,
    formula: `the mean of each day; limits: centre ± 3.145 × the median moving range of ${counted(steady.chart.count, 'day')}`,
    value: null,
    series: [seriesOf(measure, trend.device, span.from, span.to, step)],
  });
  const { centre, lower, upper } = steady.chart;
  return {
    kind: 'control',
    id: `control-${measure.id}-${keyPart(trend.device)}`,
    title: `${measure.title} of ${name}`,
    ...how(measure),
    points: trend.days.map((value, place) => ({
      day: isoDay(days[place]?.from ?? 0),
      value,
      rules: steady.rules[place] ?? [],
      basis,
    })),
    centre,
    lower: Math.max(0, lower),
    upper,
    words: steady.words,
    empty: 'Too few days.',
  };
}

/** Incidents by the day: what should be steady when nothing changes. */
export function incidentsControl(
  { zone }: Ask,
  book: BasisBook,
  { days }: Trends,
  opened: readonly Incident[],
): Control {
  const groups = days.map(({ from, to }) => opened.filter(({ openedAt }) => openedAt >= from && openedAt < to));
  const values = groups.map(({ length }) => length);
  const chart = controlChart(values, { least: 0 });
  const verdicts = chart && nelson(values, chart);
  const last = verdicts?.signals.findLast(({ last: end }) => end >= days.length - 2);
  const since = labelOf(days[last?.first ?? 0]?.from ?? 0, 'day', zone);
  return {
    kind: 'control',
    id: 'control-incidents',
    title: 'Incidents that opened, by the day',
    format: 'integer',
    points: groups.map((own, place) => ({
      day: isoDay(days[place]?.from ?? 0),
      value: own.length,
      rules: verdicts?.rules[place] ?? [],
      basis: book.count(`incidents-${place}`, {
        title: `Incidents of ${labelOf(days[place]?.from ?? 0, 'day', zone)}`,
        formula: `${counted(own.length, 'incident')} that opened on that day`,
        incidents: own.map(({ id }) => id),
      }),
    })),
    centre: chart?.centre ?? null,
    lower: chart?.lower ?? null,
    upper: chart?.upper ?? null,
    words: last
      ? `Out of control since ${since}: ${nelsonWords[last.rule]}.`
      : chart
        ? 'Steady.'
        : 'Too few days to say.',
    empty: 'Too few days.',
  };
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
