import type { ForecastDetail } from '@fettle/shared/api/capacity';
import type { ChartBlock } from '@fettle/shared/reports/charts';
import { plainValue } from '@fettle/shared/rules/words';
import { ChartView } from '../../document/chart.tsx';
import type { Paper } from '../../document/paper.ts';
import { plain } from '../../format/text.ts';
import { ownZone } from '../../format/zones.ts';
import { decimalsOf, readUnit, spreadWords, whenWords } from './words.ts';

/** What was measured, what is expected, and the middle 80 % of what may come. */
export function ForecastChart({ detail, now }: { detail: ForecastDetail; now: number }) {
  const block = blockOf(detail, now);
  return <ChartView paper={paperOf(now)} block={block} titled />;
}

export function blockOf({ forecast, history, coming }: ForecastDetail, now: number): ChartBlock {
  const { id, title, unit, limit, fullAt } = forecast;
  const past = history.map(([time, value]): [number, number | null] => [time, value]);
  const spread = spreadWords(forecast, now);
  const full = fullAt === null ? '' : `, full ${whenWords(fullAt, now)}${spread === '' ? '' : ` (${spread})`}`;
  const format = unit === 'By' ? 'bytes' : unit === 'By/s' ? 'rate' : 'number';
  return {
    kind: 'lines',
    id: `forecast-${id}`,
    title: `${plain(title, 120)}${full}`,
    format,
    ...(format === 'number' && { unit }),
    from: past[0]?.[0] ?? now,
    to: coming.at(-1)?.[0] ?? now,
    lines: [
      { name: 'measured', points: past },
      { name: 'expected, with the middle 80 %', dash: true, points: coming.map(([time, , middle]) => [time, middle]) },
    ],
    limits: [
      { value: limit, words: `full: ${plainValue(limit, readUnit(unit), decimalsOf(unit))}`, state: 'critical' },
    ],
    band: coming.map(([time, low, , high]) => [time, low, high]),
    empty: 'Nothing was measured yet.',
  };
}

/** A chart stands on paper; this one is of no report. */
function paperOf(now: number): Paper {
  const zone = ownZone();
  const document = {
    version: 1,
    kind: 'capacity',
    title: '',
    subtitle: '',
    sentence: [],
    from: now,
    to: now,
    zone,
    before: null,
    madeAt: now,
    madeFor: null,
    currency: 'EUR',
    brand: null,
    counted: { samples: 0, incidents: 0, runs: 0, devices: 0 },
    sections: [],
    bases: {},
  } as const;
  return { document, frame: { zone, currency: 'EUR' }, report: undefined, open: () => undefined };
}
