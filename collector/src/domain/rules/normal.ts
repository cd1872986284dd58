// pure
import type { Calendar, Condition, Level, Levels, Override, RuleBody, Where } from '@fettle/shared/rules/rule';
import { severities } from '@fettle/shared/rules/check-levels';
import type { Severity } from '@fettle/shared/severity';

/** The one form of rules that mean the same, so that a rule read from a file is the one that was written to it. */
export function normalRule(body: RuleBody): RuleBody {
  const { name, selector, when, forMs, clearForMs, enabled, runbook, overrides } = body;
  return {
    name: name.trim(),
    selector: selector.trim(),
    when: normalCondition(when),
    forMs,
    clearForMs,
    enabled,
    runbook: runbook.replaceAll(/\r\n?/g, '\n').trimEnd(),
    overrides: overrides.map(normalOverride),
  };
}

/** Whether two rules mean the same, both in their normal form. */
export function sameRule(a: RuleBody, b: RuleBody): boolean {
  return textOf(a) === textOf(b);
}

const textOf = (body: RuleBody) => JSON.stringify(normalRule(body));

function normalCondition(when: Condition): Condition {
  const { kind } = when;
  if (kind === 'device') return { kind, states: listed(when.states) };
  if (kind === 'told') return { kind, severity: when.severity };
  if (kind === 'formula') {
    const { expression, unit = '', is, levels } = when;
    const named = unit.trim() === '' ? {} : { unit: unit.trim() };
    return { kind, expression: expression.trim(), ...named, is, levels: normalLevels(levels) };
  }
  const at = measured(when);
  if (kind === 'state') return { kind, ...at, states: listed(when.states) };
  if (kind === 'absent') return { kind, ...at, afterMs: when.afterMs, severity: when.severity };
  if (kind === 'trend') {
    const { reaches, withinMs, historyMs } = when;
    return { kind, ...at, reaches: reaches + 0, withinMs: bySeverity(withinMs, (ms) => ms), historyMs };
  }
  const limits = { is: when.is, levels: normalLevels(when.levels) };
  return kind === 'change' ? { kind, ...at, overMs: when.overMs, ...limits } : { kind, ...at, ...limits };
}

const listed = <Word extends string>(states: Readonly<Partial<Record<Severity, readonly Word[]>>>) =>
  bySeverity<readonly Word[]>(states, (words) => [...words]);

function measured({ metric, where = {} }: { readonly metric: string; readonly where?: Where }) {
  return Object.keys(where).length === 0 ? { metric } : { metric, where: sorted(where) };
}

function sorted(where: Where): Where {
  const pairs = Object.entries(where).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs);
}

function bySeverity<Value>(
  values: Readonly<Partial<Record<Severity, Value>>>,
  take: (value: Value) => Value,
): Readonly<Partial<Record<Severity, Value>>> {
  const pairs = severities.flatMap((severity) => {
    const value = values[severity];
    return value === undefined ? [] : [[severity, take(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function normalLevels(levels: Levels): Levels {
  // Adding 0 makes of −0 the 0 that it is written as.
  const number = (limit: Level['limit']): Level['limit'] =>
    typeof limit === 'number' ? limit + 0 : [limit[0] + 0, limit[1] + 0];
  return bySeverity<Level>(levels, ({ limit, clear }) => ({
    limit: number(limit),
    ...(clear !== undefined && { clear: number(clear) }),
  }));
}

function normalOverride({ selector, where, calendar, levels, forMs, off }: Override): Override {
  return {
    ...(selector !== undefined && selector.trim() !== '' && { selector: selector.trim() }),
    ...(where !== undefined && Object.keys(where).length > 0 && { where: sorted(where) }),
    ...(calendar !== undefined && { calendar: normalCalendar(calendar) }),
    ...(levels !== undefined && { levels: normalLevels(levels) }),
    ...(forMs !== undefined && { forMs }),
    ...(off !== undefined && { off }),
  };
}

function normalCalendar({ days, from, to, zone }: Calendar): Calendar {
  const chosen = [...new Set(days)].toSorted((a, b) => a - b);
  return { days: chosen, from, to, ...(zone !== undefined && { zone }) };
}
