// pure
import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { Metric } from '@fettle/shared/metrics/metric';
import { parseQuantity } from '@fettle/shared/quantity';
import { checkRule } from '@fettle/shared/rules/check';
import type { RuleProblem } from '@fettle/shared/rules/check-levels';
import type {
  Condition,
  DeviceSilence,
  Level,
  Levels,
  Limit,
  Override,
  RuleBody,
  Where,
} from '@fettle/shared/rules/rule';
import type { Severity } from '@fettle/shared/severity';
import { readDuration } from '../../format/duration.ts';
import { type Draft, type LevelDrafts, type OverrideDraft, severities } from './draft.ts';

/** What is wrong with a field, by its path: `warning.limit`, `overrides.0.for`. */
export type Errors = ReadonlyMap<string, string>;
export interface ReadDraft {
  readonly errors: Errors;
  /** Undefined while anything is wrong. */
  readonly body: RuleBody | undefined;
}

const badTime = 'Write a time: 90 s, 20 min, 4 h, 7 d.';
const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Reads fields one by one and keeps what is wrong with them. */
class Reader {
  readonly errors = new Map<string, string>();
  readonly unit: string;

  constructor(unit: string) {
    this.unit = unit;
  }

  time(path: string, text: string): number {
    const ms = readDuration(text);
    if (ms === null) this.errors.set(path, badTime);
    return ms ?? 0;
  }

  quantity(path: string, text: string): number {
    // A share is read in hundredths: nobody who writes 85 means 8,500 %.
    const bare = /^\s*[+-]?[\d.]+\s*$/.test(text) && this.unit === '1';
    const value = parseQuantity(bare ? `${text} %` : text.replace('−', '-'), this.unit);
    if (value === null) this.errors.set(path, 'Write a number, with its unit where it has one.');
    return value ?? 0;
  }

  limit(path: string, text: string, outside: boolean): Limit {
    if (!outside) return this.quantity(path, text);
    const [low, high, more] = text.split(/\s+to\s+|\s*–\s*/);
    if (low === undefined || high === undefined || more !== undefined) {
      this.errors.set(path, 'Write both ends: 18 to 27.');
      return 0;
    }
    return [this.quantity(path, low), this.quantity(path, high)];
  }

  levels(drafts: LevelDrafts, is: Draft['is'], prefix = ''): Levels {
    const levels: Partial<Record<Severity, Level>> = {};
    for (const severity of severities) {
      const { limit, clear } = drafts[severity];
      if (limit.trim() === '') {
        if (clear.trim() !== '') this.errors.set(`${prefix}${severity}.limit`, 'A clear value needs a limit.');
        continue;
      }
      const begins = this.limit(`${prefix}${severity}.limit`, limit, is === 'outside');
      const ends = clear.trim() === '' ? undefined : this.limit(`${prefix}${severity}.clear`, clear, is === 'outside');
      levels[severity] = { limit: begins, ...(ends === undefined ? {} : { clear: ends }) };
    }
    return levels;
  }
}

const whereOf = (where: Where): { where?: Where } => {
  const kept = Object.entries(where).filter(([, value]) => value.trim() !== '' && value.trim() !== '*');
  return kept.length === 0 ? {} : { where: Object.fromEntries(kept) };
};

function statesOf<Word extends string>(states: Draft['states']): Partial<Record<Severity, readonly Word[]>> {
  const found = severities.filter((severity) => states[severity].length > 0);
  return Object.fromEntries(found.map((severity) => [severity, states[severity]]));
}

function withinOf(reader: Reader, within: Draft['within']): Partial<Record<Severity, number>> {
  const found = severities.filter((severity) => within[severity].trim() !== '');
  return Object.fromEntries(found.map((one) => [one, reader.time(`within.${one}`, within[one])]));
}

function conditionOf(reader: Reader, draft: Draft): Condition {
  const { kind, is } = draft;
  const measured = { metric: draft.metric, ...whereOf(draft.where) };
  if (kind === 'state' || kind === 'device') {
    const states = statesOf<string>(draft.states);
    return kind === 'state' ? { kind, ...measured, states } : { kind, states: statesOf<DeviceSilence>(draft.states) };
  }
  if (kind === 'told') return { kind, severity: draft.severity };
  if (kind === 'absent')
    return { kind, ...measured, afterMs: reader.time('after', draft.after), severity: draft.severity };
  if (kind === 'trend') {
    const withinMs = withinOf(reader, draft.within);
    const reaches = reader.quantity('reaches', draft.reaches);
    return { kind, ...measured, reaches, withinMs, historyMs: reader.time('history', draft.history) };
  }
  const levels = reader.levels(draft.levels, is);
  if (kind === 'formula') {
    const expression = draft.expression.trim();
    if (expression === '') reader.errors.set('expression', 'Write what is reckoned: a / (a + b) * 100');
    return { kind, expression, ...(draft.unit.trim() === '' ? {} : { unit: draft.unit.trim() }), is, levels };
  }
  if (kind === 'change') return { kind, ...measured, overMs: reader.time('over', draft.over), is, levels };
  return { kind, ...measured, is, levels };
}

function overrideOf(reader: Reader, draft: OverrideDraft, is: Draft['is'], index: number): Override {
  const path = `overrides.${index}.`;
  const levels = reader.levels(draft.levels, is, path);
  const found: Override = {
    ...(draft.selector.trim() === '' ? {} : { selector: draft.selector.trim() }),
    ...whereOf(draft.where),
    ...(draft.calendar === null ? {} : { calendar: draft.calendar }),
    ...(Object.keys(levels).length === 0 ? {} : { levels }),
    ...(draft.for.trim() === '' ? {} : { forMs: reader.time(`${path}for`, draft.for) }),
    ...(draft.off ? { off: true } : {}),
  };
  if (draft.calendar?.days.length === 0) reader.errors.set(`${path}days`, 'Choose at least one day.');
  if (!found.selector && !found.where && !found.calendar)
    reader.errors.set(`${path}selector`, 'Say where or when: a selector, an instance or times.');
  return found;
}

const fields: Readonly<Record<string, string>> = {
  expression: 'expression',
  overMs: 'over',
  afterMs: 'after',
  historyMs: 'history',
  reaches: 'reaches',
  states: 'levels',
  levels: 'levels',
  withinMs: 'levels',
  metric: 'metric',
  where: 'metric',
  kind: 'metric',
};

/** The field of the form that a place in a rule is written in. */
function fieldOf(path: RuleProblem['path']): string {
  const [first, second, third, ...rest] = path.map(String);
  if (first === 'overrides') {
    const at = `overrides.${second}.`;
    if (third === 'levels' && rest.length > 0) return `${at}${rest.join('.')}`;
    if (third === 'selector' || third === 'where') return `${at}selector`;
    return `${at}${third === 'calendar' ? 'days' : 'what'}`;
  }
  if (first !== 'when') return first ?? 'name';
  if (second === 'levels' && third !== undefined) return [third, ...rest].join('.');
  if (second === 'withinMs' && third !== undefined) return `within.${third}`;
  return fields[second ?? ''] ?? 'metric';
}

/** The rule that a form says, with what is wrong with it, as the collector would say it. */
export function readDraft(draft: Draft, describe: (name: string) => CatalogueMetric | undefined): ReadDraft {
  const measured = draft.kind !== 'formula' && draft.kind !== 'device';
  const reader = new Reader(measured ? (describe(draft.metric)?.unit ?? '') : draft.unit);
  if (draft.name.trim() === '') reader.errors.set('name', 'Give it a name.');
  if (!slug.test(draft.id)) reader.errors.set('id', 'Small letters, digits and hyphens, at most 64.');
  const when = conditionOf(reader, draft);
  const body: RuleBody = {
    name: draft.name.trim(),
    selector: draft.selector.trim(),
    when,
    forMs: reader.time('for', draft.for),
    clearForMs: reader.time('clearFor', draft.clearFor),
    enabled: draft.enabled,
    runbook: draft.runbook,
    overrides: draft.overrides.map((one, index) => overrideOf(reader, one, draft.is, index)),
  };
  for (const { path, message } of checkRule(body, (name) => describe(name) as Metric | undefined)) {
    const field = fieldOf(path);
    if (!reader.errors.has(field)) reader.errors.set(field, message);
  }
  return { errors: reader.errors, body: reader.errors.size === 0 ? body : undefined };
}
