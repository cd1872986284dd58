import { FettleError } from '@fettle/shared/errors';
import type { ApiTokenId } from '@fettle/shared/ids';
import { type AccessContext, audited } from './context.ts';
import { allow } from './permissions.ts';
import type { Actor } from './types.ts';

/** Ends a token at once. @throws FettleError `not_allowed`, `not_found` */
export async function revokeApiToken(
  { store, now }: AccessContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<void> {
  allow(actor, 'token.revoke');
  const answer = await store.removeApiToken(id as ApiTokenId, {
    events: [{ time: now, kind: 'token.revoked', device: null, site: null, detail: { token: id } }],
    audit: [audited(actor, now, 'access.revoke-api-token', `token:${id}`)],
  });
  if (answer === 'not_found') throw new FettleError('not_found');
}
