import type { Block, Cell, Line } from '@fettle/shared/reports/document';
import type { Forecast, ForecastDetail } from '../capacity/index.ts';
import { type BasisBook, keyPart } from './basis-book.ts';
import type { Ask } from './kind.ts';
import type { ReportPorts } from './ports.ts';
import { say } from './words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const dayMs = 86_400_000;
const shown = 15;

/** What is full within so many days, of these devices and of limits that the asker sees; soonest first. */
export async function forecastsFor(
  { capacity }: Pick<ReportPorts, 'capacity'>,
  { scope, now, site, service }: Ask,
  devices: ReadonlySet<string>,
  days: number,
): Promise<Forecast[]> {
  const found = await capacity.forecasts(scope, { before: now + days * dayMs, ...(site !== null && { site }) });
  // Whoever is shown a part only is not shown what counts all.
  const whole = service === null && scope.selector === undefined;
  return found.map(({ forecast }) => forecast).filter(({ device }) => (device === null ? whole : devices.has(device)));
}

/** Keeps the basis of a forecast once, and gives its key. */
export function forecastBasis(book: BasisBook, forecast: Forecast, now: number): string {
  const key = `full-${forecast.id}`;
  if (book.has(key)) return key;
  const { title, fullAt, days, device, metric, attributes } = forecast;
  const step = forecast.kind === 'filesystem' ? dayMs : 3_600_000;
  const series = { device: device ?? '', metric: metric ?? '', attributes, from: now - days * dayMs, to: now, step };
  return book.reckoned(key, {
    title: `${title}: when it is full`,
    formula: `the line by Theil and Sen through ${days} days, until it reaches the limit; docs/capacity.md has all of it`,
    value: fullAt,
    ...(device !== null && metric !== null && { series: [series] }),
    pages: [{ words: title, link: `/capacity/${forecast.id}`, api: `/api/v1/capacity/${forecast.id}` }],
  });
}

export function forecastTable(ask: Ask, book: BasisBook, forecasts: readonly Forecast[]): Table {
  const rows = forecasts.map((one): Cell[] => {
    const { title, value, limit, unit, slopePerDay, fullAt, earliestAt, latestAt, trial, remark, id } = one;
    const basis = forecastBasis(book, one, ask.now);
    const left = fullAt === null ? null : Math.max(0, Math.floor((fullAt - ask.now) / dayMs));
    const error = trial === null ? null : Math.floor(trial.error * 1e6 + 0.5);
    return [
      { value: title, link: `/capacity/${id}` },
      {
        value: { value: limit > 0 ? Math.min(1, value / limit) : 0, ticks: [1] },
        text: `${shownAs(value, unit, ask)} of ${shownAs(limit, unit, ask)}`,
        basis,
      },
      { value: slopePerDay, text: `${slopePerDay < 0 ? '−' : ''}${shownAs(Math.abs(slopePerDay), unit, ask)}`, basis },
      { value: left, basis, ...(left !== null && left < 14 && { state: 'warning' as const }) },
      { value: fullAt, basis },
      { value: earliestAt, ...(earliestAt === null ? { text: 'not within two years' } : { basis }) },
      { value: latestAt, ...(latestAt === null ? { text: 'not within two years' } : { basis }) },
      { value: error, ...(error === null ? { text: 'not tried' } : { basis }) },
      { value: remark },
    ];
  });
  return {
    kind: 'table',
    id: 'full',
    title: 'What is full when',
    columns: [
      { id: 'what', title: 'What', format: 'text' },
      { id: 'used', title: 'Used', format: 'level' },
      { id: 'growth', title: 'Grows a day', format: 'number', minor: true },
      { id: 'days', title: 'Days left', format: 'integer' },
      { id: 'full', title: 'Full', format: 'date' },
      { id: 'earliest', title: 'Earliest (10 %)', format: 'date', minor: true },
      { id: 'latest', title: 'Latest (90 %)', format: 'date', minor: true },
      { id: 'error', title: 'Error when tried', format: 'ppm', minor: true },
      { id: 'remark', title: 'Remark', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'Nothing is full within that time.',
  };
}

/** The past, the line that is expected, and the middle 80 %. */
export function forecastChart(ask: Ask, book: BasisBook, { forecast, history, coming }: ForecastDetail): Block {
  const { id, title, unit, limit } = forecast;
  const basis = forecastBasis(book, forecast, ask.now);
  const past: Line = { name: 'measured', points: history, basis };
  const line: Line = { name: 'expected', dash: true, points: coming.map(([time, , middle]) => [time, middle]), basis };
  return {
    kind: 'lines',
    id: `chart-${keyPart(id)}`,
    title,
    ...(unit === 'By'
      ? { format: 'bytes' as const }
      : unit === 'By/s'
        ? { format: 'rate' as const }
        : { format: 'number' as const, unit }),
    from: history[0]?.[0] ?? ask.now,
    to: coming.at(-1)?.[0] ?? ask.now,
    lines: [past, line],
    limits: [{ value: limit, words: `full: ${shownAs(limit, unit, ask)}`, state: 'critical' }],
    band: coming.map(([time, low, , high]): [number, number, number] => [time, low, high]),
    empty: 'Nothing was measured.',
  };
}

export function shownAs(value: number, unit: string, ask: Ask): string {
  if (unit === 'By') return say(value, 'bytes', ask);
  if (unit === 'By/s') return say(value, 'rate', ask);
  return say(value, 'integer', ask);
}
