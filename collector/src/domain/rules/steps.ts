import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Actor } from '../access/index.ts';
import { ruleAudit, ruleEvent, type RulesContext, type RuleStep } from './context.ts';
import type { RuleWrite } from './store.ts';
import type { Rule } from './types.ts';

/** The rule that a body becomes. */
export function afterPut(id: RuleId, before: Rule | null, body: RuleBody, origin: Rule['origin'], now: number): Rule {
  return {
    id,
    ...body,
    origin,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
    version: (before?.version ?? 0) + 1,
  };
}

/** All of the steps or none, with their events and audit rows. @throws FettleError `changed_meanwhile` */
export async function writeSteps(
  { store, now }: RulesContext,
  actor: Actor,
  steps: readonly RuleStep[],
  shipped: readonly RuleId[] = [],
): Promise<void> {
  if (steps.length === 0 && shipped.length === 0) return;
  const note = {
    events: steps.map((step) => ruleEvent(step, now)),
    audit: steps.map((step) => ruleAudit(actor, step, now)),
  };
  const answer = await store.write(steps.map(writeOf), note, shipped);
  if (answer === 'written') return;
  throw new FettleError(
    'changed_meanwhile',
    `Somebody changed the rule “${answer.changedMeanwhile}” meanwhile. Read it again, then repeat your change.`,
  );
}

function writeOf({ id, before, after }: RuleStep): RuleWrite {
  const version = before?.version ?? 0;
  return after === null ? { what: 'remove', id, before: version } : { what: 'put', rule: after, before: version };
}
