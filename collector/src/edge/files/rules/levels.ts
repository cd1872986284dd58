import { parseQuantity, unitsOf } from '@fettle/shared/quantity';
import type { Comparison, Level, Levels, Limit } from '@fettle/shared/rules/rule';
import type { Severity } from '@fettle/shared/severity';
import type { Field, Fields, Source } from '../source.ts';
import { didYouMean } from '../near.ts';
import { duration } from './durations.ts';

export interface ReadLevels {
  readonly is: Comparison;
  readonly levels: Levels;
}
type LevelFields = Fields<'warning' | 'critical'>;

const comparisons = ['above', 'below', 'outside'] as const;
/** What ends each. */
export const endings: Readonly<Record<Comparison, string>> = { above: 'below', below: 'above', outside: 'inside' };
const examples: Readonly<Record<Comparison, string>> = {
  above: 'above 85 %, clear below 80 %',
  below: 'below 10 GiB, clear above 12 GiB',
  outside: 'outside 10 °C to 30 °C, clear inside 12 °C to 28 °C',
};

/** `warning: above 85 %` and `critical: above 95 %, clear below 90 %`. Undefined, and told, where there is none that can be read. */
export function readLevels(source: Source, fields: LevelFields, unit: string): ReadLevels | undefined {
  const found: Partial<Record<Severity, Level>> = {};
  let is: Comparison | undefined;
  for (const severity of ['warning', 'critical'] as const) {
    const field = fields[severity];
    const text = field && source.words(field, `“${severity}”`, examples.above);
    if (field === undefined || text === undefined) continue;
    const read = readLevel(source, field, text, unit);
    if (read === undefined) continue;
    if (is !== undefined && read.is !== is) {
      source.error(field.valueAt, `Both severities of a rule are “${is}”: make another rule for “${read.is}”.`);
      continue;
    }
    is = read.is;
    found[severity] = read.level;
  }
  return is === undefined ? undefined : { is, levels: found };
}

function readLevel(
  source: Source,
  field: Field,
  text: string,
  unit: string,
): { readonly is: Comparison; readonly level: Level } | undefined {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  const is = comparisons.find((one) => one === word);
  if (is === undefined) {
    const meant = didYouMean(word, comparisons);
    return source.error(field.valueAt, `A limit begins with above, below or outside, not “${word}”.${meant}`);
  }
  const [limitText = '', clearText] = rest.split(/\s*,\s*clear\s+/);
  const limit = readLimit(source, field, is, limitText, unit);
  if (limit === undefined) return undefined;
  if (clearText === undefined) return { is, level: { limit } };
  const clear = readEnding(source, field, is, clearText, unit);
  return clear === undefined ? undefined : { is, level: { limit, clear } };
}

/** `below 80 %`, which ends `above`. */
function readEnding(source: Source, field: Field, is: Comparison, text: string, unit: string): Limit | undefined {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  if (word === endings[is]) return readLimit(source, field, is, rest, unit);
  return source.error(
    field.valueAt,
    `What is “${is}” a limit is clear again “${endings[is]}” one: write it as “${examples[is]}”.`,
  );
}

function readLimit(source: Source, field: Field, is: Comparison, text: string, unit: string): Limit | undefined {
  if (is !== 'outside') return readValue(source, field, text, unit);
  const [low = '', high, more] = text.split(/\s+to\s+/);
  if (high === undefined || more !== undefined) {
    return source.error(field.valueAt, `A band has two ends: write it as “outside 10 to 30”, not “${text}”.`);
  }
  const ends = [readValue(source, field, low, unit), readValue(source, field, high, unit)] as const;
  if (ends[0] === undefined || ends[1] === undefined) return undefined;
  if (ends[0] >= ends[1])
    return source.error(field.valueAt, `The lower end of the band comes first: “${text}” is empty.`);
  return [ends[0], ends[1]];
}

/** A number with its unit. */
export function readValue(source: Source, field: Field, text: string, unit: string): number | undefined {
  const value = parseQuantity(text, unit);
  if (value !== null) return value;
  const units = unitsOf(unit);
  const how =
    units.length === 0
      ? 'Write a plain number.'
      : `Write a number with one of ${units.join(', ')}, or without for the metric’s own unit (${unit}).`;
  return source.error(field.valueAt, `“${text}” is no value here. ${how}`);
}

export interface ReadClear {
  readonly clear?: Limit;
  readonly clearForMs: number;
}

/** `clear: below 80 % for 5m`, `below 80 %` or `for 5m`. @param is undefined: there is no value, only a time */
export function readClear(
  source: Source,
  field: Field,
  is: Comparison | undefined,
  unit: string,
): ReadClear | undefined {
  const text = source.words(field, '“clear”', 'below 80 % for 5m')?.trim();
  if (text === undefined) return undefined;
  const [, value = '', time] = /^(.*?)(?:(?:^|\s+)for\s+(\S+(?:\s+[a-z]+)?))?$/s.exec(text) ?? [];
  const clearForMs = time === undefined ? 0 : duration(source, field, '“clear”', time);
  if (value === '') return clearForMs === undefined ? undefined : { clearForMs };
  if (is === undefined) {
    return source.error(field.valueAt, 'This rule has no limit to come back from: write only a time, “clear: for 5m”.');
  }
  const clear = readEnding(source, field, is, value, unit);
  return clear === undefined || clearForMs === undefined ? undefined : { clear, clearForMs };
}

/** The clear value belongs to where trouble begins: the mildest severity of the rule. */
export function withClear({ is, levels }: ReadLevels, clear: Limit | undefined): ReadLevels {
  if (clear === undefined) return { is, levels };
  const mildest = levels.warning ? 'warning' : 'critical';
  const level = levels[mildest];
  return level ? { is, levels: { ...levels, [mildest]: { ...level, clear } } } : { is, levels };
}
