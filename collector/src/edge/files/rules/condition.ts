import { families, metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Condition, DeviceSilence, Where } from '@fettle/shared/rules/rule';
import type { Severity } from '@fettle/shared/severity';
import { didYouMean } from '../near.ts';
import type { Field, Fields, Source } from '../source.ts';
import { duration, durationField } from './durations.ts';
import { kinds, kindKeys, keysOf, type RuleKey } from './keys.ts';
import { type ReadLevels, readLevels, readValue } from './levels.ts';

export type RuleFields = Fields<RuleKey>;
const silences: readonly DeviceSilence[] = ['offline', 'unreachable', 'stopped', 'late'];

/** Which kind the keys make; keys that do not go with it are told. */
export function kindOf(source: Source, at: number, fields: RuleFields): Condition['kind'] | undefined {
  const named = kinds.filter((kind) => kind !== 'value' && fields[kindKeys[kind][0]] !== undefined);
  const [kind = fields.metric ? 'value' : undefined, other] = named;
  if (kind === undefined) {
    return source.error(at, 'This rule looks at nothing: give it a “metric”, a “formula” or a “device”.');
  }
  if (other !== undefined) {
    const where = fields[kindKeys[other][0]]?.at ?? at;
    return source.error(where, `“${kind}” and “${other}” do not go into one rule: make two.`);
  }
  const fit = keysOf(kind);
  for (const [key, field] of Object.entries(fields)) {
    if (!fit.includes(key as RuleKey)) source.error(field.at, `“${key}” does not go with ${told(kind)}.`);
  }
  return kind;
}

const told = (kind: Condition['kind']) => (kind === 'value' ? 'a limit of a metric' : `“${kind}”`);

/** Undefined, and told, where it cannot be read. */
export function readCondition(
  source: Source,
  at: number,
  kind: Condition['kind'],
  fields: RuleFields,
): Condition | undefined {
  if (kind === 'formula') return readFormula(source, at, fields);
  if (kind === 'device') {
    const states = fields.device && readWords(source, fields.device, fields.severity, silences, 'A device’s silence');
    return states && { kind, states: states as Partial<Record<Severity, readonly DeviceSilence[]>> };
  }
  if (kind === 'told') return { kind, severity: readSeverity(source, fields.told, 'told') };
  const metric = readMetric(source, at, fields.metric);
  const where = readWhere(source, fields.where, metric);
  if (metric === undefined || where === undefined) return undefined;
  const measured = { metric: metric.name, ...(Object.keys(where).length > 0 && { where }) };
  if (kind === 'state') return readState(source, fields, metric, measured);
  if (kind === 'absent') return readAbsent(source, fields, measured);
  if (metric.kind === 'state') {
    return source.error(
      fields.metric?.valueAt ?? at,
      `${metric.name} is a state: write “state: ${(metric.states ?? []).at(-1)}” instead of a limit.`,
    );
  }
  if (kind === 'trend') return readTrend(source, fields, metric, measured);
  const read = neededLevels(source, at, fields, metric.unit);
  if (kind === 'value') return read && { kind, ...measured, ...read };
  const overMs = fields.change && readChange(source, fields.change);
  return read && overMs !== undefined ? { kind: 'change', ...measured, overMs, ...read } : undefined;
}

function neededLevels(source: Source, at: number, fields: RuleFields, unit: string): ReadLevels | undefined {
  if (fields.warning === undefined && fields.critical === undefined) {
    return source.error(at, 'This rule has no limit: give it “warning: above 85 %”, “critical: …”, or both.');
  }
  return readLevels(source, fields, unit);
}

export function readMetric(source: Source, at: number, field: Field | undefined): Metric | undefined {
  if (field === undefined) return source.error(at, 'This rule names no “metric”.');
  const name = source.words(field, '“metric”', 'system.cpu.busy')?.trim();
  if (name === undefined) return undefined;
  const metric = metricNamed(name);
  if (metric !== undefined) return metric;
  const names = families.flatMap(({ metrics }) => metrics.map((one) => one.name));
  return source.error(
    field.valueAt,
    `There is no metric “${name}”.${didYouMean(name, names) || ' GET /api/v1/metrics lists them.'}`,
  );
}

/** An empty one where there is none. @param metric undefined: not known, so that its attributes are not checked */
export function readWhere(source: Source, field: Field | undefined, metric: Metric | undefined): Where | undefined {
  if (field === undefined) return {};
  const pairs = source.pairs(field, '“where”');
  if (pairs === null) return undefined;
  const where: [string, string][] = [];
  for (const [key, one] of pairs) {
    const value = source.anyText(one, `“${key}”`);
    if (metric && !metric.attributes.includes(key)) {
      const known = metric.attributes;
      const has = known.length > 0 ? `It has ${known.join(', ')}.` : 'It has no attributes.';
      source.error(one.at, `${metric.name} has no attribute “${key}”.${didYouMean(key, known) || ` ${has}`}`);
    } else if (value !== undefined) where.push([key, value]);
  }
  return Object.fromEntries(where);
}

function readFormula(source: Source, at: number, fields: RuleFields): Condition | undefined {
  const expression =
    fields.formula && source.words(fields.formula, '“formula”', 'system.cpu.load_average.5m / 4')?.trim();
  const unit = fields.unit && source.words(fields.unit, '“unit”', 'By')?.trim();
  const read = neededLevels(source, at, fields, unit ?? '');
  if (expression === undefined || read === undefined) return undefined;
  return { kind: 'formula', expression, ...(unit !== undefined && { unit }), ...read };
}

function readState(
  source: Source,
  fields: RuleFields,
  metric: Metric,
  measured: { readonly metric: string; readonly where?: Where },
): Condition | undefined {
  if (fields.state === undefined) return undefined;
  if (metric.states === undefined) {
    return source.error(fields.state.at, `${metric.name} has no states: give it a limit, “warning: above …”.`);
  }
  const states = readWords(source, fields.state, fields.severity, metric.states, `A state of ${metric.name}`);
  return states && { kind: 'state', ...measured, states };
}

/** `failed`, `[degraded, failed]`, or `{ warning: …, critical: … }`. */
function readWords(
  source: Source,
  field: Field,
  severity: Field | undefined,
  known: readonly string[],
  what: string,
): Partial<Record<Severity, readonly string[]>> | undefined {
  const found: Partial<Record<Severity, readonly string[]>> = {};
  for (const [level, one] of bySeverity(source, field, severity)) {
    const words = source.members(one).flatMap((member) => {
      const text = source.words(member, what, known[0] ?? '');
      return (text ?? '').split(',').map((word) => ({ word: word.trim(), at: member.valueAt }));
    });
    for (const { word, at } of words) {
      if (word === '' || known.includes(word)) continue;
      source.error(at, `${what} is one of ${known.join(', ')}, not “${word}”.${didYouMean(word, known)}`);
    }
    const fitting = words.map(({ word }) => word).filter((word) => known.includes(word));
    if (fitting.length > 0) found[level] = [...new Set(fitting)];
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** What stands for each severity: a mapping of them, or one value for that of the key `severity`, else warning. */
function bySeverity(
  source: Source,
  field: Field,
  severity: Field | undefined,
): (readonly [severity: Severity, field: Field])[] {
  if (!source.isMapping(field)) return [[readSeverity(source, severity), field]];
  if (severity) source.error(severity.at, 'The severities stand above already: leave “severity” out.');
  const fields = source.fields(field, 'What stands by severity', ['warning', 'critical']) ?? {};
  if (!fields.warning && !fields.critical) source.error(field.valueAt, 'Give it “warning”, “critical”, or both.');
  return (['warning', 'critical'] as const).flatMap((level) => {
    const one = fields[level];
    return one ? [[level, one] as const] : [];
  });
}

function readSeverity(source: Source, field: Field | undefined, key = 'severity'): Severity {
  if (field === undefined) return 'warning';
  const text = source.words(field, `“${key}”`, 'critical')?.trim();
  if (text === 'warning' || text === 'critical') return text;
  if (text !== undefined) {
    const meant = didYouMean(text, ['warning', 'critical']);
    source.error(field.valueAt, `“${key}” is warning or critical, not “${text}”.${meant}`);
  }
  return 'warning';
}

function readAbsent(
  source: Source,
  fields: RuleFields,
  measured: { readonly metric: string; readonly where?: Where },
): Condition | undefined {
  const afterMs = fields.absent && readTime(source, fields.absent, 'absent', 'for');
  const severity = readSeverity(source, fields.severity);
  return afterMs === undefined ? undefined : { kind: 'absent', ...measured, afterMs, severity };
}

const readChange = (source: Source, field: Field) => readTime(source, field, 'change', 'over');

/** `for 10m`, `over 10m`. */
function readTime(source: Source, field: Field, key: string, word: string): number | undefined {
  const text = source.words(field, `“${key}”`, `${word} 10m`)?.trim();
  if (text === undefined) return undefined;
  const [, time] = new RegExp(`^${word}\\s+(.+)$`, 's').exec(text) ?? [];
  if (time === undefined) {
    return source.error(field.valueAt, `“${key}” is written “${word} 10m”, not “${text}”.`);
  }
  return duration(source, field, `“${key}”`, time);
}

const usualHistoryMs = 14 * 86_400_000;

function readTrend(
  source: Source,
  fields: RuleFields,
  metric: Metric,
  measured: { readonly metric: string; readonly where?: Where },
): Condition | undefined {
  if (fields.trend === undefined) return undefined;
  const withinMs: Partial<Record<Severity, number>> = {};
  let reaches: number | undefined;
  for (const [severity, field] of bySeverity(source, fields.trend, fields.severity)) {
    const text = source.words(field, '“trend”', 'reaches 100 % in 7d')?.trim();
    if (text === undefined) continue;
    const [, limit, time] = /^reaches\s+(.+?)\s+(?:with)?in\s+(.+)$/s.exec(text) ?? [];
    if (limit === undefined || time === undefined) {
      source.error(field.valueAt, `A trend is written “reaches 100 % in 7d”, not “${text}”.`);
      continue;
    }
    const value = readValue(source, field, limit, metric.unit);
    const ms = duration(source, field, '“trend”', time);
    if (value === undefined || ms === undefined) continue;
    if (reaches !== undefined && reaches !== value) {
      source.error(field.valueAt, 'Both severities of a trend reach the same value: make another rule.');
    }
    reaches = value;
    withinMs[severity] = ms;
  }
  const historyMs = fields.history ? durationField(source, fields.history, '“history”') : usualHistoryMs;
  if (reaches === undefined || historyMs === undefined) return undefined;
  return { kind: 'trend', ...measured, reaches, withinMs, historyMs };
}
