/**
 * A rule as it stands in a standing order: without floats, so that its bytes are the same everywhere. Limits are integers scaled by
 * `decimals`: those of the metric when it was signed; of a formula, and of nothing else, always 4. Every field is always there.
 */
import { FettleError } from '../errors.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { maxDecimals } from '../protocol/scaled.ts';
import type { Severity } from '../severity.ts';
import { checkRule, type Describe } from './check.ts';
import { isPair, powerOf } from './level.ts';
import type { Levels, Limit, Override, RuleBody } from './rule.ts';
import { fieldsOf, integer, text, wrong } from './signed-fields.ts';
import { longestMs, readWhen, type Signable } from './signed-when.ts';

/** Characters of `when` as JSON. */
export const longestWhen = 4_096;

/** What of a rule is signed. `when` also holds the overrides that choose by attributes. */
export interface RuleInOrder {
  readonly id: string;
  readonly when: Readonly<Record<string, unknown>>;
  /** ms */
  readonly for: number;
  readonly clearFor: number;
}

const cannot = {
  device:
    'A rule about the device’s own silence cannot fire a standing order: a device that does not speak cannot tell it from one that does.',
  told: 'Nothing measures what this rule is about, so that no device could fire a standing order by it. Use a rule of a metric.',
  trend:
    'A rule by trend cannot fire a standing order: its past lies with the collector. Use a rule of the kind “value” with a limit that leaves time enough.',
} as const;

/**
 * The signed form of a rule: what it says of samples. Name, selector, runbook and whether it is on are not part of it: the standing
 * order has a selector of its own.
 * @throws FettleError `input_invalid` when it cannot be signed, with why and what to do
 */
export function signedRule(id: string, body: RuleBody, describe: Describe = metricNamed): RuleInOrder {
  const [problem] = checkRule(body, describe);
  if (problem) throw wrong(`${problem.path.join('.')}: ${problem.message}`);
  const { when } = body;
  if (when.kind === 'device' || when.kind === 'trend' || when.kind === 'told')
    throw new FettleError('input_invalid', cannot[when.kind]);
  const decimals = ('metric' in when ? describe(when.metric)?.decimals : undefined) ?? maxDecimals;
  const rule = {
    id,
    when: {
      ...conditionFields(when, decimals),
      overrides: body.overrides.map((override) => overrideFields(override, decimals)),
    },
    for: body.forMs,
    clearFor: body.clearForMs,
  };
  // What nobody could read again is not signed.
  bodyOfSigned(rule, describe);
  return rule;
}

/**
 * The rule that a signed form says, ready for `compileRule`; its name is its id, and it looks at whatever it is given.
 * @throws FettleError `input_invalid` for anything that `signedRule` would not have written, or whose metric is not known here
 */
export function bodyOfSigned(value: unknown, describe: Describe = metricNamed): RuleBody {
  const { id, when, for: forMs, clearFor } = fieldsOf(value, 'rule', ['id', 'when', 'for', 'clearFor']);
  const name = text(id, 'id', 64, /^[a-z0-9][a-z0-9-]*$/);
  if (JSON.stringify(fieldsOf(when, 'when', null)).length > longestWhen)
    throw wrong(`when has more than ${longestWhen} characters`);
  const { condition, overrides } = readWhen(when);
  const body: RuleBody = {
    name,
    selector: '',
    when: condition,
    forMs: integer(forMs, 'for', 0, longestMs),
    clearForMs: integer(clearFor, 'clearFor', 0, longestMs),
    enabled: true,
    runbook: '',
    overrides,
  };
  const [problem] = checkRule(body, describe);
  if (problem) throw wrong(`${problem.path.join('.')}: ${problem.message}`);
  return body;
}

/** By what the values of a signed rule are scaled: those of runs and `remedied`, too. 0 where it has no limits. */
export function decimalsOf({ when }: Pick<RuleInOrder, 'when'>): number {
  const { decimals } = when;
  return typeof decimals === 'number' ? decimals : 0;
}

/** A value as an integer scaled by the rule's decimals; null for what none is. */
export function scaledFor(rule: Pick<RuleInOrder, 'when'>, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const scaled = Math.round(value * powerOf(decimalsOf(rule)));
  return Number.isSafeInteger(scaled) ? scaled + 0 : null;
}

function conditionFields(when: Signable, decimals: number): Record<string, unknown> {
  switch (when.kind) {
    case 'value':
      return { ...measured(when), is: when.is, decimals, levels: levelsFields(when.levels, decimals) };
    case 'change': {
      const { is, levels, overMs } = when;
      return { ...measured(when), over: overMs, is, decimals, levels: levelsFields(levels, decimals) };
    }
    case 'state':
      return { ...measured(when), states: bySeverity((severity) => [...(when.states[severity] ?? [])]) };
    case 'absent':
      return { ...measured(when), after: when.afterMs, severity: when.severity };
    case 'formula':
      break;
  }
  const { kind, expression, unit, is, levels } = when;
  return { kind, expression, unit: unit ?? null, is, decimals, levels: levelsFields(levels, decimals) };
}

function measured({ kind, metric, where }: Extract<Signable, { readonly metric: string }>) {
  return { kind, metric, where: { ...where } };
}

function bySeverity<T>(make: (severity: Severity) => T): Record<Severity, T> {
  return { warning: make('warning'), critical: make('critical') };
}

function levelsFields(levels: Levels, decimals: number) {
  return bySeverity((severity) => {
    const level = levels[severity];
    if (level === undefined) return null;
    return {
      limit: scaledLimit(level.limit, decimals),
      clear: level.clear === undefined ? null : scaledLimit(level.clear, decimals),
    };
  });
}

function scaledLimit(limit: Limit, decimals: number): number | [number, number] {
  // Adding 0 makes 0 of -0, which canonical JSON does not tell apart.
  const scaled = (value: number) => Math.round(value * powerOf(decimals)) + 0;
  return isPair(limit) ? [scaled(limit[0]), scaled(limit[1])] : scaled(limit);
}

function overrideFields({ selector, where, calendar, levels, forMs, off }: Override, decimals: number) {
  if ((selector !== undefined && selector !== '') || calendar !== undefined)
    throw new FettleError(
      'input_invalid',
      'This rule has an override by labels or by time, which a device cannot judge for itself. Make a rule of its own without it, or sign a standing order for each case.',
    );
  return {
    where: { ...where },
    off: off ?? false,
    levels: levels === undefined ? null : levelsFields(levels, decimals),
    for: forMs ?? null,
  };
}
