// pure
import type { Condition } from '@fettle/shared/rules/rule';

/** Of every rule. */
const always = ['name', 'scope', 'enabled', 'for', 'clear', 'runbook', 'overrides'] as const;
const levels = ['warning', 'critical'] as const;
const measured = ['metric', 'where'] as const;

/** Which keys a kind of condition has besides; the first is the one by which it is known, but for `value`, which is what is left. */
export const kindKeys = {
  formula: ['formula', 'unit', ...levels],
  device: ['device', 'severity'],
  told: ['told'],
  trend: ['trend', 'history', 'severity', ...measured],
  absent: ['absent', 'severity', ...measured],
  state: ['state', 'severity', ...measured],
  change: ['change', ...levels, ...measured],
  value: [...levels, ...measured],
} as const satisfies Readonly<Record<Condition['kind'], readonly string[]>>;

export type RuleKey = (typeof always)[number] | (typeof kindKeys)[Condition['kind']][number];

export const ruleKeys: readonly RuleKey[] = [...new Set([...always, ...Object.values(kindKeys).flat()])];
export const kinds = Object.keys(kindKeys) as Condition['kind'][];

export function keysOf(kind: Condition['kind']): readonly RuleKey[] {
  return [...always, ...kindKeys[kind]];
}
