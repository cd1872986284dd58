import type { Sentence } from '@fettle/shared/reports/document';
import { weekdayOf } from '../weekday.ts';
import { BasisBook } from '../basis-book.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { controlBlock, incidentsControl } from './control-blocks.ts';
import { incidentsIn, part } from '../reading.ts';
import { forecastBasis, forecastTable, forecastsFor } from '../forecast-blocks.ts';
import { steadinessOf, type Steadiness } from '../trend-facts.ts';
import { readTrends, type Trends } from '../trend-reading.ts';
import { absent, counted, followed, plain, strong } from '../words.ts';
import { deviceTable, moversOf, moversTable, type Out, outTable, serviceTable } from './trend-blocks.ts';

/** Charts of devices that are out of control; the rest stands in the table. */
const charts = 3;

export const trends: ReportKind = {
  id: 'trends',
  title: 'Trends',
  describe:
    'For whoever plans: how processors, memory and disks are used, by device and by service, what got worse this week, what is not steady any more, and what is full when.',
  example:
    'Three machines work harder than a week ago. db-2 is out of control since Tuesday 3 November. /var of web-4 is full in 18 days.',
  async build(ports, ask, progress) {
    const found = await readTrends(ports, ask, part(progress, 0, 0.85));
    return bodyOf(ports, ask, found, part(progress, 0.85, 1));
  },
};

async function bodyOf(ports: ReportPorts, ask: Ask, found: Trends, progress: Progress): Promise<ReportBody> {
  const book = new BasisBook();
  const incidents = await incidentsIn(ports, ask, found.span, part(progress, 0, 0.6));
  const forecasts = await forecastsFor(ports, ask, new Set(found.devices.keys()), 90);
  await progress(0.8, 'looks for what is not steady');
  const out = outOfControl(ask, found);
  const movers = moversTable(ask, book, found);
  const opened = incidents.filter(({ openedAt }) => openedAt >= found.span.from && openedAt < found.span.to);
  const soonest = forecasts[0];
  return {
    sentence: [
      ...(found.measures.some(({ devices }) => devices.length > 0)
        ? changeWords(ask, book, found, out, movers.rows.length)
        : [plain('Nothing was measured. ')]),
      ...(soonest ? [strong(soonest.title, forecastBasis(book, soonest, ask.now)), plain(' is full first.')] : []),
      ...absent(ask),
    ],
    sections: [
      {
        id: 'movers',
        title: 'Worst movers',
        note: 'the last seven days against the seven before, by the 95th percentile',
        blocks: [movers],
      },
      {
        id: 'steady',
        title: 'What is not steady any more',
        note: 'individuals charts: the first two thirds of the days say what is usual, a week that shows is taken away; rules of Nelson',
        blocks: [
          outTable(ask, book, found, out),
          ...out.slice(0, charts).map((one) => controlBlock(book, found, one)),
          incidentsControl(ask, book, found, opened),
        ],
      },
      {
        id: 'limits',
        title: 'Days to limit',
        note: 'full within 90 days',
        blocks: [forecastTable(ask, book, forecasts)],
      },
      {
        id: 'services',
        title: 'By service',
        note: 'all hours of all its devices',
        blocks: found.measures.map((one) => serviceTable(book, found, one)),
      },
      {
        id: 'devices',
        title: 'By device',
        note: found.step === 86_400_000 ? 'percentiles (R-7) of daily values' : 'percentiles (R-7) of hourly values',
        blocks: found.measures.map((one) => deviceTable(book, found, one)),
      },
    ],
    bases: book.all(),
    counted: { samples: found.read, incidents: opened.length, runs: 0, devices: found.devices.size },
  };
}

function changeWords(ask: Ask, book: BasisBook, found: Trends, out: readonly Out[], moved: number): Sentence {
  const [first] = out;
  const harder = book.reckoned('moved', {
    title: 'Worst movers',
    formula: `${counted(moved, 'measure')} whose 95th percentile is worse than in the week before by what people would call so`,
    value: moved,
    bases: moversOf(found).flatMap(({ measure, trend: { device } }) => [`move-${measure.id}-${device}-now`]),
  });
  return [
    moved === 0
      ? strong('Nothing works harder')
      : strong(counted(moved, 'measure works harder', 'measures work harder'), harder),
    plain(' than a week before. '),
    ...(first
      ? [
          strong(`${first.measure.title} of ${first.name}`),
          plain(' is out of control since '),
          followed(
            dayName(found.days[first.since]?.from ?? 0, ask.zone),
            `out-${first.measure.id}-${first.trend.device}-day`,
          ),
          plain('. '),
        ]
      : [plain('Everything is steady. ')]),
  ];
}

/** Those that moved furthest first. */
function outOfControl({ zone }: Ask, found: Trends): Out[] {
  const firstWeekday = weekdayOf(found.days[0]?.from ?? 0, zone);
  const name = (place: number) => dayName(found.days[place]?.from ?? 0, zone);
  const out: Out[] = [];
  for (const { measure, devices } of found.measures) {
    for (const trend of devices) {
      const usual = trend.whole?.p50 ?? 0;
      const least = Math.max(measure.least, measure.leastShare * usual);
      const steady: Steadiness | null = steadinessOf(trend.days, firstWeekday, name, least);
      if (steady?.since === null || !steady) continue;
      const device = found.devices.get(trend.device);
      out.push({ measure, trend, steady, since: steady.since, name: device?.name ?? trend.device });
    }
  }
  const score = ({ measure, steady }: Out) =>
    Math.abs(steady.shift) / Math.max(measure.least, measure.leastShare * steady.chart.centre);
  return out.toSorted((a, b) => score(b) - score(a));
}

/** `Tuesday 3 November` */
export function dayName(time: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone });
  return parts.format(time).replace(',', '');
}
