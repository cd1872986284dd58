import type { AccessContext } from './context.ts';
import { allow } from './permissions.ts';
import type { Actor, ApiToken } from './types.ts';

/** All tokens, oldest first. @throws FettleError `not_allowed` */
export async function listApiTokens({ store }: AccessContext, actor: Actor): Promise<ApiToken[]> {
  allow(actor, 'token.read');
  return store.apiTokens();
}
