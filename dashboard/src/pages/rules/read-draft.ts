// pure
import { parseQuantity } from '@fettle/shared/quantity';
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

  time(path: string, text: string, least = 0): number {
    const ms = readDuration(text);
    if (ms === null) this.errors.set(path, badTime);
    else if (ms < least) this.errors.set(path, 'Longer than nothing.');
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
    const band: Limit = [this.quantity(path, low), this.quantity(path, high)];
    if (band[0] >= band[1] && !this.errors.has(path)) this.errors.set(path, 'The lower end comes first.');
    return band;
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
      this.clearSide(`${prefix}${severity}.clear`, begins, ends, is);
      levels[severity] = { limit: begins, ...(ends === undefined ? {} : { clear: ends }) };
    }
    this.order(levels, is, prefix);
    return levels;
  }

  clearSide(path: string, begins: Limit, ends: Limit | undefined, is: Draft['is']): void {
    if (typeof begins !== 'number' || typeof ends !== 'number') return;
    if (is === 'above' && ends > begins) this.errors.set(path, 'It clears below its limit.');
    if (is === 'below' && ends < begins) this.errors.set(path, 'It clears above its limit.');
  }

  order({ warning, critical }: Levels, is: Draft['is'], prefix: string): void {
    const [a, b] = [warning?.limit, critical?.limit];
    if (typeof a !== 'number' || typeof b !== 'number') return;
    if (is === 'above' ? a > b : b > a)
      this.errors.set(`${prefix}critical.limit`, 'Critical comes after warning, not before.');
  }

  some(path: string, found: object, what: string): void {
    if (Object.keys(found).length === 0 && ![...this.errors.keys()].some((one) => one.startsWith(path)))
      this.errors.set('levels', what);
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
  return Object.fromEntries(found.map((one) => [one, reader.time(`within.${one}`, within[one], 1)]));
}

const noLevel = 'Give it a warning or a critical level.';

function conditionOf(reader: Reader, draft: Draft): Condition {
  const { kind, is } = draft;
  const measured = { metric: draft.metric, ...whereOf(draft.where) };
  if (kind === 'state' || kind === 'device') {
    const states = statesOf<string>(draft.states);
    if (Object.keys(states).length === 0) reader.errors.set('levels', 'Choose at least one state.');
    return kind === 'state' ? { kind, ...measured, states } : { kind, states: statesOf<DeviceSilence>(draft.states) };
  }
  if (kind === 'absent')
    return { kind, ...measured, afterMs: reader.time('after', draft.after, 1), severity: draft.severity };
  if (kind === 'trend') {
    const withinMs = withinOf(reader, draft.within);
    reader.some('within', withinMs, 'Say within what time it matters.');
    const reaches = reader.quantity('reaches', draft.reaches);
    return { kind, ...measured, reaches, withinMs, historyMs: reader.time('history', draft.history, 1) };
  }
  const levels = reader.levels(draft.levels, is);
  if (Object.keys(levels).length === 0) reader.errors.set('levels', noLevel);
  if (kind === 'formula') {
    const expression = draft.expression.trim();
    if (expression === '') reader.errors.set('expression', 'Write what is reckoned: a / (a + b) * 100');
    return { kind, expression, ...(draft.unit.trim() === '' ? {} : { unit: draft.unit.trim() }), is, levels };
  }
  if (kind === 'change') return { kind, ...measured, overMs: reader.time('over', draft.over, 1), is, levels };
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
  if (!found.levels && found.forMs === undefined && !found.off)
    reader.errors.set(`${path}what`, 'Say what is different there: a level, a time, or off.');
  if (!found.selector && !found.where && !found.calendar)
    reader.errors.set(`${path}selector`, 'Say where or when: a selector, an instance or times.');
  return found;
}

/** The rule that a form says, with what is wrong with it. `unit` is the metric's own, a formula’s is in the form. */
export function readDraft(draft: Draft, metricUnit: string): ReadDraft {
  const reader = new Reader(draft.kind === 'formula' ? draft.unit : metricUnit);
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
  return { errors: reader.errors, body: reader.errors.size === 0 ? body : undefined };
}
