// pure
import type { Calendar, Condition, Override, RuleBody, Where } from '@fettle/shared/rules/rule';
import { severities } from '@fettle/shared/rules/check-levels';

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
  switch (when.kind) {
    case 'value': {
      const { kind, is, levels } = when;
      return { kind, ...measured(when), is, levels: normalLevels(levels) };
    }
    case 'change': {
      const { kind, overMs, is, levels } = when;
      return { kind, ...measured(when), overMs, is, levels: normalLevels(levels) };
    }
    case 'state':
      return { kind: when.kind, ...measured(when), states: bySeverity(when.states, (words) => [...words]) };
    case 'absent':
      return { kind: when.kind, ...measured(when), afterMs: when.afterMs, severity: when.severity };
    case 'device':
      return { kind: when.kind, states: bySeverity(when.states, (words) => [...words]) };
    case 'trend': {
      const { kind, reaches, withinMs, historyMs } = when;
      return { kind, ...measured(when), reaches: reaches + 0, withinMs: bySeverity(withinMs, (ms) => ms), historyMs };
    }
    case 'formula': {
      const { kind, expression, unit = '', is, levels } = when;
      const named = unit.trim() === '' ? {} : { unit: unit.trim() };
      return { kind, expression: expression.trim(), ...named, is, levels: normalLevels(levels) };
    }
  }
}

function measured({ metric, where = {} }: { readonly metric: string; readonly where?: Where }) {
  return Object.keys(where).length === 0 ? { metric } : { metric, where: sorted(where) };
}

function sorted(where: Where): Where {
  const pairs = Object.entries(where).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs);
}

function bySeverity<Value>(
  values: Readonly<Partial<Record<(typeof severities)[number], Value>>>,
  take: (value: Value) => Value,
): Readonly<Partial<Record<(typeof severities)[number], Value>>> {
  const pairs = severities.flatMap((severity) => {
    const value = values[severity];
    return value === undefined ? [] : [[severity, take(value)] as const];
  });
  return Object.fromEntries(pairs);
}

type Levels = Extract<Condition, { kind: 'value' }>['levels'];
type Level = NonNullable<Levels['warning']>;

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
