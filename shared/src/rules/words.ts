/** What is so, for people. */
import { metricNamed } from '../metrics/catalogue.ts';
import { type Attributes, type Metric, readingUnit } from '../metrics/metric.ts';
import { formatValue, scaleOf } from '../units.ts';
import type { CompiledRule } from './compiled.ts';

/** `10 min`, `90 s`, `2 h`, `3 days`. */
export function durationWords(ms: number): string {
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  const [size, word] = units.find(([unit]) => ms >= unit && ms % unit === 0) ?? [];
  if (size === undefined || word === undefined) return `${ms} ms`;
  const count = ms / size;
  return `${count} ${count === 1 && word === 'days' ? 'day' : word}`;
}

/** About so long, in one unit: `3.2 days`, `14 h`. */
export function spanWords(ms: number): string {
  const { factor, unit } = scaleOf('s', ms / 1_000);
  const shown = ms / 1_000 / factor;
  const figure = Number(shown.toFixed(shown < 100 ? 1 : 0)).toLocaleString('en-GB');
  return `${figure} ${unit === 'd' ? 'days' : unit}`;
}

/** A value with its unit, or the word of a state. */
export function shownValue(metric: Metric, value: number): string {
  const { kind, states, decimals } = metric;
  if (kind === 'state') return states?.[value] ?? String(value);
  return plainValue(value, readingUnit(metric), decimals);
}

export function plainValue(value: number, unit: string, decimals: number): string {
  const shown = formatValue(value, unit, decimals);
  return shown.unit === '' ? shown.figure : `${shown.figure} ${shown.unit}`;
}

/** The attributes' values, in the metric's order; empty where it has none. */
export function subjectOf({ attributes: keys }: Metric, attributes: Attributes): string {
  return keys
    .map((key) => attributes[key])
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

export function titleOf({ chart, name }: Metric): string {
  return chart?.title ?? name;
}

/** `/var is 96.2 % full`, `nginx.service is failed`, `sda: Disks busy is 93 %`. */
export function valueWords(metric: Metric, attributes: Attributes, value: number): string {
  const of = subjectOf(metric, attributes);
  const shown = shownValue(metric, value);
  // One pass: a name that holds "{value}" stays a name.
  if (metric.limits)
    return metric.limits.words.replaceAll(/\{(?:of|value)\}/g, (slot) => (slot === '{of}' ? of : shown));
  if (metric.kind === 'state') return `${of === '' ? titleOf(metric) : of} is ${shown}`;
  return `${of === '' ? '' : `${of}: `}${titleOf(metric)} is ${shown}`;
}

/** The same for what a rule looked at; a value that is not there says so. */
export function findingWords(rule: CompiledRule, attributes: Attributes, value: number | null): string {
  const { when, name } = rule.body;
  if (when.kind === 'device' || when.kind === 'told') return name;
  if (when.kind === 'formula') {
    return value === null ? `${name}: no data` : `${name}: ${plainValue(value, when.unit ?? '', rule.decimals)}`;
  }
  const metric = rule.metric ?? metricNamed(when.metric);
  if (!metric) return name;
  const of = subjectOf(metric, attributes);
  const what = `${of === '' ? '' : `${of}: `}${titleOf(metric)}`;
  if (value === null) return `${what} has no values`;
  if (when.kind !== 'change') return valueWords(metric, attributes, value);
  if (value === 0) return `${what} did not change in ${durationWords(when.overMs)}`;
  const moved = value < 0 ? 'fell' : 'rose';
  return `${what} ${moved} by ${shownValue(metric, Math.abs(value))} in ${durationWords(when.overMs)}`;
}
