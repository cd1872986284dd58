import { FettleError } from '@fettle/shared/errors';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { type Actor, allow } from '../access/index.ts';
import { allowRule } from './allow-rule.ts';
import { checkedRule, ruleId } from './checked.ts';
import type { RulesContext } from './context.ts';
import { sameRule } from './normal.ts';
import { afterPut, writeSteps } from './steps.ts';
import type { Rule } from './types.ts';

export interface RulePut {
  readonly id: string;
  readonly rule: RuleBody;
  /** The version that was read; 0: it is to be new. */
  readonly version: number;
}

/**
 * Makes a rule, or changes one. Gives it as it is then; without a difference nothing is written.
 * @throws FettleError `input_invalid` (all that is wrong), `changed_meanwhile`, `not_found`, `not_allowed`
 */
export async function putRule(ports: RulesContext, actor: Actor, input: RulePut): Promise<Rule> {
  allow(actor, 'rule.change');
  const id = ruleId(input.id);
  const body = checkedRule(input.rule);
  const before = await ports.store.rule(id);
  allowRule(actor, [before, body]);
  if (before === null && input.version > 0) throw new FettleError('not_found', `The rule “${id}” was deleted.`);
  if (before !== null && before.version !== input.version) throw new FettleError('changed_meanwhile');
  if (before !== null && sameRule(before, body)) return before;
  const after = afterPut(id, before, body, 'person', ports.now);
  await writeSteps(ports, actor, [{ id, before, after }]);
  return after;
}
