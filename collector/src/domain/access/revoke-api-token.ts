import { FettleError } from '@fettle/shared/errors';
import { type AccessContext, audited } from './context.ts';
import { allow } from './permissions.ts';
import { covers } from './scope.ts';
import type { Actor } from './types.ts';

/** Ends a token at once. @throws FettleError `not_allowed`, `not_found` */
export async function revokeApiToken(
  { store, now }: AccessContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<void> {
  allow(actor, 'token.revoke');
  const token = (await store.apiTokens(actor.scope)).find((one) => one.id === id);
  if (!token) throw new FettleError('not_found');
  if (!covers({ sites: actor.scope.sites }, token)) {
    throw new FettleError('not_allowed', 'This token is of more sites than you are.');
  }
  const answer = await store.removeApiToken(token.id, {
    events: [{ time: now, kind: 'token.revoked', device: null, site: null, detail: { token: id } }],
    audit: [audited(actor, now, 'access.revoke-api-token', `token:${id}`)],
  });
  if (answer === 'not_found') throw new FettleError('not_found');
}
