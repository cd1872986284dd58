import { type Actor, allow } from '../access/index.ts';
import type { DevicesContext } from './context.ts';
import type { EnrolmentToken } from './types.ts';

/** The enrolment tokens of the actor's sites, oldest first. @throws FettleError `not_allowed` */
export async function listTokens({ store }: DevicesContext, actor: Actor): Promise<EnrolmentToken[]> {
  allow(actor, 'enrolment.read');
  return store.tokens(actor.scope);
}
