import type { RuleId } from '@fettle/shared/ids';
import { type Actor, audited } from '../access/index.ts';
import type { AuditEntry, NewEvent } from '../events/index.ts';
import type { RuleStore } from './store.ts';
import type { Rule } from './types.ts';

/** What the verbs of this capability need: the records and the time, ms since 1970. */
export interface RulesContext {
  readonly store: RuleStore;
  readonly now: number;
}

/** What a rule was, and what it is; null: there is none. */
export interface RuleStep {
  readonly id: RuleId;
  readonly before: Rule | null;
  readonly after: Rule | null;
}

/** The event of a rule. Rules belong to no site, so all hear of it. */
export function ruleEvent({ id, before, after }: RuleStep, time: number): NewEvent {
  const what = after === null ? 'deleted' : before === null ? 'created' : 'changed';
  return { time, kind: `rule.${what}`, device: null, site: null, detail: { rule: id } };
}

export function ruleAudit(actor: Actor, { id, before, after }: RuleStep, time: number): AuditEntry {
  const action = after === null ? 'rules.remove' : 'rules.put';
  return audited(actor, time, action, `rule:${id}`, {
    before: before && bodyOf(before),
    after: after && bodyOf(after),
  });
}

/** A rule without what is not for people to change. */
export function bodyOf({
  id: _id,
  origin: _origin,
  createdAt: _made,
  changedAt: _changed,
  version: _version,
  ...body
}: Rule) {
  return body;
}
