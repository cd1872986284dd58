import type { Scoped } from './compiled.ts';
import type { RuleSet } from './plan.ts';
import type { Condition } from './rule.ts';
import { elsewhere, nowhere, type Slot, slotOf } from './slot.ts';

/** Where a rule’s values are before any frame was seen. */
export function columnOf({ rule }: Scoped): number {
  return ['device', 'trend', 'formula', 'told'].includes(rule.body.when.kind) ? elsewhere : nowhere;
}

/** The same instance under other rules; null when none of them looks at it as the one before did. */
export function successor(slot: Slot, rules: RuleSet): Slot | null {
  const scoped = rules.find(slot.rule.id);
  if (!scoped) return null;
  const [before, after] = [slot.rule.body.when, scoped.rule.body.when];
  const metric = (when: Condition) => ('metric' in when ? when.metric : null);
  if (before.kind !== after.kind || metric(before) !== metric(after)) return null;
  return slotOf(scoped, slot.attributes, columnOf(scoped));
}
