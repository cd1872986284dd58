/** Reads the condition of a signed rule; `checkRule` says afterwards whether it makes sense. */
import { maxDecimals, scaledLimit } from '../protocol/scaled.ts';
import type { Severity } from '../severity.ts';
import { powerOf } from './level.ts';
import type { Condition, Level, Levels, Limit, Override } from './rule.ts';
import { choice, type Fields, fieldsOf, integer, listOf, orNull, text, whereOf, wrong } from './signed-fields.ts';

/** The kinds that a device can judge for itself. */
export type Signable = Exclude<Condition, { readonly kind: 'device' | 'trend' | 'told' }>;

/** Longest sustain time, and longest time of a change or an absence, ms. */
export const longestMs = 31 * 86_400_000;
const comparisons = ['above', 'below', 'outside'] as const;
const severities = ['warning', 'critical'] as const;

/** @throws FettleError `input_invalid` */
export function readWhen(value: unknown): { readonly condition: Signable; readonly overrides: readonly Override[] } {
  const kinds = Object.keys(names) as (keyof typeof names)[];
  const kind = choice(fieldsOf(value, 'when', null)['kind'], 'kind', kinds);
  const fields = fieldsOf(value, 'when', ['kind', 'overrides', ...names[kind]]);
  const condition = readCondition(kind, fields);
  const decimals = 'levels' in condition ? decimalsIn(fields, kind) : 0;
  const overrides = listOf(fields['overrides'], 'overrides', 32, (one) => readOverride(one, decimals));
  return { condition, overrides };
}

const names = {
  value: ['metric', 'where', 'is', 'decimals', 'levels'],
  change: ['metric', 'where', 'over', 'is', 'decimals', 'levels'],
  state: ['metric', 'where', 'states'],
  absent: ['metric', 'where', 'after', 'severity'],
  formula: ['expression', 'unit', 'is', 'decimals', 'levels'],
} as const;

function readCondition(kind: keyof typeof names, fields: Fields): Signable {
  if (kind === 'formula') {
    const unit = orNull(fields['unit'], (one) => text(one, 'unit', 32));
    const expression = text(fields['expression'], 'expression', 2_048);
    return { kind, expression, ...(unit !== null && { unit }), ...compared(fields, kind) };
  }
  const where = whereOf(fields['where'], 'where');
  const metric = text(fields['metric'], 'metric', 128);
  const of = { metric, ...(Object.keys(where).length > 0 && { where }) };
  switch (kind) {
    case 'value':
      return { kind, ...of, ...compared(fields, kind) };
    case 'change':
      return { kind, ...of, overMs: integer(fields['over'], 'over', 1_000, longestMs), ...compared(fields, kind) };
    case 'state':
      return { kind, ...of, states: readStates(fields['states']) };
    case 'absent':
      break;
  }
  const afterMs = integer(fields['after'], 'after', 1_000, longestMs);
  return { kind, ...of, afterMs, severity: choice(fields['severity'], 'severity', severities) };
}

function decimalsIn(fields: Fields, kind: keyof typeof names): number {
  return integer(fields['decimals'], 'decimals', kind === 'formula' ? maxDecimals : 0, maxDecimals);
}

function compared(fields: Fields, kind: keyof typeof names) {
  return {
    is: choice(fields['is'], 'is', comparisons),
    levels: readLevels(fields['levels'], decimalsIn(fields, kind)),
  };
}

function readStates(value: unknown): Partial<Record<Severity, readonly string[]>> {
  const states = fieldsOf(value, 'states', severities);
  return Object.fromEntries(
    severities.flatMap((severity) => {
      const words = listOf(states[severity], 'states', 64, (word) => text(word, 'a state', 128));
      return words.length === 0 ? [] : [[severity, words]];
    }),
  );
}

function readLevels(value: unknown, decimals: number): Levels {
  const levels = fieldsOf(value, 'levels', severities);
  return Object.fromEntries(
    severities.flatMap((severity) => {
      const level = orNull(levels[severity], (one) => readLevel(one, decimals));
      return level === null ? [] : [[severity, level]];
    }),
  );
}

function readLevel(value: unknown, decimals: number): Level {
  const { limit, clear } = fieldsOf(value, 'level', ['limit', 'clear']);
  const read = (one: unknown): Limit => {
    if (!Array.isArray(one)) return scaledBack(one, decimals);
    const [low, high] = listOf(one, 'limit', 2, (side) => scaledBack(side, decimals));
    if (low === undefined || high === undefined) throw wrong('a limit has one number or two');
    return [low, high];
  };
  const clears = orNull(clear, read);
  return { limit: read(limit), ...(clears !== null && { clear: clears }) };
}

function scaledBack(value: unknown, decimals: number): number {
  return integer(value, 'a limit', -scaledLimit, scaledLimit) / powerOf(decimals);
}

function readOverride(value: unknown, decimals: number): Override {
  const fields = fieldsOf(value, 'override', ['where', 'off', 'levels', 'for']);
  const { off } = fields;
  if (typeof off !== 'boolean') throw wrong('off is neither true nor false');
  const where = whereOf(fields['where'], 'where');
  const levels = orNull(fields['levels'], (one) => readLevels(one, decimals));
  const forMs = orNull(fields['for'], (one) => integer(one, 'for', 0, longestMs));
  return {
    ...(Object.keys(where).length > 0 && { where }),
    ...(levels !== null && { levels }),
    ...(forMs !== null && { forMs }),
    ...(off && { off }),
  };
}
