import { type Actor, allow } from '../access/index.ts';
import type { RulesContext } from './context.ts';
import type { Rule } from './types.ts';

/** All rules, by id. They are for whoever may read rules: a rule tells nothing of a site. @throws FettleError `not_allowed` */
export async function listRules({ store }: Pick<RulesContext, 'store'>, actor: Actor): Promise<Rule[]> {
  allow(actor, 'rule.read');
  return store.rules();
}
