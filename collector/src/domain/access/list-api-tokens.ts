import type { AccessContext } from './context.ts';
import { allow } from './permissions.ts';
import type { Actor, ApiToken } from './types.ts';

/** The tokens that have a site in the actor's, oldest first. @throws FettleError `not_allowed` */
export async function listApiTokens({ store }: AccessContext, actor: Actor): Promise<ApiToken[]> {
  allow(actor, 'token.read');
  return store.apiTokens(actor.scope);
}
