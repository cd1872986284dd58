// pure
import type { Comparison, Condition, Level, Levels, RuleBody, Where } from '@fettle/shared/rules/rule';

/** A rule of the default set, with what is usual left out. */
export interface Shipped extends Partial<Omit<RuleBody, 'name' | 'when' | 'runbook'>> {
  readonly name: string;
  readonly when: Condition;
  /** What to do about it, a step a line. */
  readonly runbook: readonly string[];
}

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const servers = 'kind=server';
export const routers = 'kind=router';
export const desktops = 'kind=desktop';

export function shipped({ runbook, ...rule }: Shipped): RuleBody {
  const usual = { selector: '', forMs: 0, clearForMs: 0, enabled: true, overrides: [] };
  return { ...usual, ...rule, runbook: runbook.map((step, at) => `${at + 1}. ${step}`).join('\n') };
}

type Ends = readonly [limit: number, clear?: number];

/** A value of a metric, with where each severity begins and ends. */
export function value(
  metric: string,
  is: Exclude<Comparison, 'outside'>,
  levels: { readonly warning?: Ends; readonly critical?: Ends },
  where?: Where,
): Condition {
  return { kind: 'value', metric, ...(where && { where }), is, levels: levelsOf(levels) };
}

export function levelsOf({ warning, critical }: { readonly warning?: Ends; readonly critical?: Ends }): Levels {
  const level = ([limit, clear]: Ends): Level => ({ limit, ...(clear !== undefined && { clear }) });
  return { ...(warning && { warning: level(warning) }), ...(critical && { critical: level(critical) }) };
}
