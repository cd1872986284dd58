/** How a rule stands in a file: files that are exported and the dashboard’s editor write the same. */
import { formatDuration } from '../duration.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { formatQuantity } from '../quantity.ts';
import type { Calendar, Comparison, Condition, Level, Levels, Limit, Override, RuleBody } from './rule.ts';
import type { Severity } from '../severity.ts';

/** A mapping of a file, in the order in which it is written. */
export type Written = Readonly<Record<string, unknown>>;

const endings: Readonly<Record<Comparison, string>> = { above: 'below', below: 'above', outside: 'inside' };
const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A rule as it stands in a file: what is usual is left out, and reading it gives the same rule. */
export function writeRule(rule: RuleBody): Written {
  const { when, forMs, overrides } = rule;
  const unit = unitOf(when);
  return {
    name: rule.name,
    ...(rule.selector !== '' && { scope: rule.selector }),
    ...(!rule.enabled && { enabled: false }),
    ...writeCondition(when),
    ...('levels' in when && writeLevels(when.is, when.levels, unit)),
    ...writeClear(rule, unit),
    ...(forMs > 0 && { for: formatDuration(forMs) }),
    ...(overrides.length > 0 && { overrides: overrides.map((one) => writeOverride(one, when, unit)) }),
    ...(rule.runbook !== '' && { runbook: rule.runbook }),
  };
}

function unitOf(when: Condition): string {
  if (when.kind === 'formula') return when.unit ?? '';
  return 'metric' in when ? (metricNamed(when.metric)?.unit ?? '') : '';
}

function writeCondition(when: Condition): Written {
  if (when.kind === 'device') return bySeverity('device', when.states, list);
  if (when.kind === 'told') return { told: when.severity };
  if (when.kind === 'formula') return { formula: when.expression, ...(when.unit !== undefined && { unit: when.unit }) };
  return { metric: when.metric, ...(when.where && { where: when.where }), ...writeMeasured(when) };
}

function writeMeasured(when: Extract<Condition, { readonly metric: string }>): Written {
  if (when.kind === 'change') return { change: `over ${formatDuration(when.overMs)}` };
  if (when.kind === 'state') return bySeverity('state', when.states, list);
  if (when.kind === 'absent') return { absent: `for ${formatDuration(when.afterMs)}`, ...severity(when.severity) };
  if (when.kind === 'value') return {};
  const reaches = formatQuantity(when.reaches, unitOf(when));
  const text = (ms: number) => `reaches ${reaches} in ${formatDuration(ms)}`;
  return { ...bySeverity('trend', when.withinMs, text), history: formatDuration(when.historyMs) };
}

/** One word alone, several as a list. */
const list = (words: readonly string[]) => (words.length === 1 ? words[0] : words);
const severity = (one: Severity): Written => (one === 'critical' ? { severity: one } : {});

/** `state: failed` and the severity beside it, where there is one only; else each below its severity. */
function bySeverity<Value>(
  key: string,
  values: Readonly<Partial<Record<Severity, Value>>>,
  text: (value: Value) => unknown,
): Written {
  const { warning, critical } = values;
  if (warning !== undefined && critical !== undefined) {
    return { [key]: { warning: text(warning), critical: text(critical) } };
  }
  if (critical !== undefined) return { [key]: text(critical), ...severity('critical') };
  return warning === undefined ? {} : { [key]: text(warning) };
}

const mildestOf = (levels: Levels): Severity => (levels.warning ? 'warning' : 'critical');

/** Each severity with its limit; the clear value of the mildest has a line of its own. */
function writeLevels(is: Comparison, levels: Levels, unit: string): Written {
  const text = (level: Level, own: boolean) =>
    `${is} ${limitText(level.limit, unit)}${
      own && level.clear !== undefined ? `, clear ${endings[is]} ${limitText(level.clear, unit)}` : ''
    }`;
  return {
    ...(levels.warning && { warning: text(levels.warning, false) }),
    ...(levels.critical && { critical: text(levels.critical, levels.warning !== undefined) }),
  };
}

function limitText(limit: Limit, unit: string): string {
  if (typeof limit === 'number') return formatQuantity(limit, unit);
  return `${formatQuantity(limit[0], unit)} to ${formatQuantity(limit[1], unit)}`;
}

function writeClear({ when, clearForMs }: RuleBody, unit: string): Written {
  const value = 'levels' in when ? clearText(when.is, when.levels, unit) : '';
  const time = clearForMs > 0 ? `for ${formatDuration(clearForMs)}` : '';
  const clear = [value, time].filter((part) => part !== '').join(' ');
  return clear === '' ? {} : { clear };
}

function clearText(is: Comparison, levels: Levels, unit: string): string {
  const clear = levels[mildestOf(levels)]?.clear;
  return clear === undefined ? '' : `${endings[is]} ${limitText(clear, unit)}`;
}

function writeOverride(
  { selector, where, calendar, levels, forMs, off }: Override,
  when: Condition,
  unit: string,
): Written {
  const is = 'is' in when ? when.is : 'above';
  const clear = levels ? clearText(is, levels, unit) : '';
  return {
    ...(selector !== undefined && { scope: selector }),
    ...(where !== undefined && { where }),
    ...(calendar !== undefined && { during: calendarText(calendar) }),
    ...(levels && writeLevels(is, levels, unit)),
    ...(clear !== '' && { clear }),
    ...(forMs !== undefined && { for: formatDuration(forMs) }),
    ...(off !== undefined && { off }),
  };
}

/** As rule files and people write it: `mon-fri 08:00 to 18:00 Europe/Berlin`. */
export function calendarText({ days, from, to, zone }: Calendar): string {
  return `${daysText(days)} ${from} to ${to}${zone === undefined ? '' : ` ${zone}`}`;
}

/** `daily`, `mon-fri`, `sat, sun`. */
function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'daily';
  const name = (day: number) => dayNames[day - 1] ?? '';
  const first = days[0] ?? 0;
  const row = days.every((day, i) => day === first + i);
  if (row && days.length > 2) return `${name(first)}-${name(days.at(-1) ?? first)}`;
  return days.map(name).join(', ');
}
