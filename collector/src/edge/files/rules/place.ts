import type { RuleProblem } from '@fettle/shared/rules/check-levels';
import type { Field, Place, Source } from '../source.ts';
import type { RuleFields } from './condition.ts';
import type { RuleKey } from './keys.ts';

/** Which keys of a file say what stands at a place of a rule; the first that is there. */
const whenKeys: Readonly<Record<string, readonly RuleKey[]>> = {
  metric: ['metric'],
  kind: ['metric'],
  where: ['where', 'metric'],
  overMs: ['change'],
  afterMs: ['absent'],
  states: ['state', 'device'],
  reaches: ['trend'],
  withinMs: ['trend'],
  historyMs: ['history', 'trend'],
  expression: ['formula'],
  unit: ['unit'],
  severity: ['severity', 'told'],
};

/** Where in the file somebody finds what is wrong at a place of the rule; the rule's own place where nothing is nearer. */
export function placeOf(source: Source, rule: Field, fields: RuleFields, path: RuleProblem['path']): Place {
  const [first, second, third, fourth] = path.map(String);
  if (first === 'overrides') return placeInOverride(source, rule, fields, path);
  const keys =
    first === 'selector'
      ? (['scope'] as const)
      : second === 'levels'
        ? levelKeys(third, fourth, fields)
        : (whenKeys[second ?? ''] ?? []);
  return keys.map((key) => fields[key]?.valueAt).find((at) => at !== undefined) ?? rule.at;
}

/** A clear value stands in a line of its own, or behind its limit. */
function levelKeys(severity: string | undefined, part: string | undefined, fields: RuleFields): readonly RuleKey[] {
  const mildest = fields.warning ? 'warning' : 'critical';
  const own =
    severity === 'warning' || severity === 'critical' ? ([severity] as const) : (['warning', 'critical'] as const);
  return part === 'clear' && severity === mildest ? ['clear', ...own] : own;
}

function placeInOverride(source: Source, rule: Field, fields: RuleFields, path: RuleProblem['path']): Place {
  const [, number, part, severity] = path;
  const member = fields.overrides && source.members(fields.overrides)[Number(number)];
  if (member === undefined) return rule.at;
  const key = { selector: 'scope', calendar: 'during', levels: String(severity), forMs: 'for' }[String(part)] ?? part;
  return source.child(member, String(key))?.valueAt ?? member.valueAt;
}
