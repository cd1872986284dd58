// pure
import type { Trouble } from '@fettle/shared/api/devices';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { type Limits, type Metric, readingUnit } from '@fettle/shared/metrics/metric';
import { type Severity, severityRank } from '@fettle/shared/severity';
import { formatValue } from '@fettle/shared/units';
import type { LatestValue } from './vitals.ts';

/** What the newest values say needs a person, by the limits and bad states of the catalogue; worst first. */
export function troubles(
  latest: readonly LatestValue[],
  describe: (name: string) => Metric | undefined = metricNamed,
): Trouble[] {
  const found = latest.flatMap((one) => {
    const metric = describe(one.metric);
    const severity = metric && severityOf(metric, one.value);
    return metric && severity ? [{ severity, metric, one }] : [];
  });
  return found
    .map(({ severity, metric, one: { attributes, value } }) => ({
      severity,
      metric: metric.name,
      attributes: { ...attributes },
      value,
      words: words(metric, { attributes, value }),
    }))
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity) || compare(a.words, b.words));
}

/** Whether a value needs a person. */
export function isTrouble(metric: Metric, value: number): boolean {
  return severityOf(metric, value) !== null;
}

function severityOf({ kind, bad, limits }: Metric, value: number): Severity | null {
  if (!Number.isFinite(value)) return null;
  if (kind === 'state') return bad?.[value] ?? null;
  if (!limits) return null;
  if (beyond(limits, value, limits.critical)) return 'critical';
  return beyond(limits, value, limits.warning) ? 'warning' : null;
}

/** A limit is reached at its own value: a disk that is 95 % full when 95 % is the limit hurts. */
function beyond({ direction }: Limits, value: number, limit: number): boolean {
  return direction === 'above' ? value >= limit : value <= limit;
}

function words(metric: Metric, { attributes, value }: Pick<LatestValue, 'attributes' | 'value'>): string {
  const named = metric.attributes.map((key) => attributes[key]).filter((part) => part !== undefined && part !== '');
  const of = named.join(' ');
  const shown = shownValue(metric, value);
  if (!metric.limits) return `${of === '' ? (metric.chart?.title ?? metric.name) : of} is ${shown}`;
  // One pass: a name that holds "{value}" stays a name.
  return metric.limits.words.replaceAll(/\{(?:of|value)\}/g, (slot) => (slot === '{of}' ? of : shown));
}

function shownValue(metric: Metric, value: number): string {
  const { kind, states, decimals } = metric;
  if (kind === 'state') return states?.[value] ?? String(value);
  const { figure, unit: shownUnit } = formatValue(value, readingUnit(metric), decimals);
  return shownUnit === '' ? figure : `${figure} ${shownUnit}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
