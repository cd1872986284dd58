import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import { allowRule } from './allow-rule.ts';
import type { RulesContext } from './context.ts';
import { getRule } from './get.ts';
import { writeSteps } from './steps.ts';

/**
 * Deletes a rule. One of the default set is not put back at the next start.
 * @throws FettleError `not_found`, `changed_meanwhile`, `not_allowed`
 */
export async function removeRule(
  ports: RulesContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'rule.change');
  const before = await getRule(ports, actor, { id });
  allowRule(actor, [before]);
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  await writeSteps(ports, actor, [{ id: before.id, before, after: null }]);
}
