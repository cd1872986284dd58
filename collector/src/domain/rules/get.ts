import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { RulesContext } from './context.ts';
import type { Rule } from './types.ts';

/** @throws FettleError `not_found`, `not_allowed` */
export async function getRule(
  { store }: Pick<RulesContext, 'store'>,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Rule> {
  allow(actor, 'rule.read');
  const rule = await store.rule(id as RuleId);
  if (!rule) throw new FettleError('not_found', `There is no rule “${id}”. GET /api/v1/rules lists them.`);
  return rule;
}
