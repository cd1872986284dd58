import type { Evidence } from '@fettle/shared/api/incidents';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Severity } from '@fettle/shared/severity';
import type { SeriesStore } from '../../series/index.ts';
import type { Incident } from '../types.ts';
import type { EvidenceProvider } from './provider.ts';

type Chart = Extract<Evidence, { readonly kind: 'chart' }>;
export type ChartPoint = Chart['points'][number];

/** What is drawn; the points are read when it is shown, and kept only when their samples are given up. */
export interface KeptChart {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly unit: string;
  readonly limits: Chart['limits'];
  readonly time: number;
  readonly points?: readonly ChartPoint[];
}

const before = 3_600_000;
const after = 1_800_000;
const mostPoints = 500;

/** The value around the breach, 1 h before to 30 min after. */
export const chart: EvidenceProvider = {
  kind: 'chart',
  async look(_, { incident: { metric, attributes, reason }, time, rule }) {
    if (metric === null || reason === 'device') return null;
    const unit = metricNamed(metric)?.unit ?? '';
    const kept: KeptChart = { metric, attributes, unit, limits: rule?.when ? limitsOf(rule.when) : [], time };
    return { content: { ...kept } };
  },
};

/** The limits of a condition as lines; a band has two. */
export function limitsOf(when: RuleBody['when']): Chart['limits'] {
  if (when.kind === 'trend') return [{ severity: 'critical', limit: when.reaches }];
  if (when.kind !== 'value') return [];
  return (Object.entries(when.levels) as [Severity, { readonly limit: number | readonly number[] }][]).flatMap(
    ([severity, { limit }]) => [limit].flat().map((one) => ({ severity, limit: one })),
  );
}

/** The points of a chart, at most 500; null where nothing was measured. */
export async function chartPoints(
  series: SeriesStore,
  { device }: Pick<Incident, 'device'>,
  { metric, attributes, time }: Pick<KeptChart, 'metric' | 'attributes' | 'time'>,
  { interval, now }: { readonly interval: number; readonly now: number },
): Promise<ChartPoint[]> {
  const [from, to] = [Math.max(0, time - before), Math.min(now + 1, time + after)];
  if (from >= to) return [];
  const step = Math.ceil(Math.max(interval, (before + after) / (mostPoints - 1)) / 1_000) * 1_000;
  const query = { devices: [device], metrics: [metric], from, to, step, maxPoints: 500_000 };
  for await (const one of series.scan(query)) {
    if (!sameAttributes(one.attributes, attributes)) continue;
    return [...one.times].map((at, i) => {
      const value = one.values[i] ?? Number.NaN;
      return [at, Number.isNaN(value) ? null : value];
    });
  }
  return [];
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
