import { randomBytes } from 'node:crypto';
import { type Role, roles } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import { type ApiTokenId, base32 } from '@fettle/shared/ids';
import { type AccessContext, audited, newId, personOf, secretHash } from './context.ts';
import { allow, allowSite } from './permissions.ts';
import type { Actor, ApiToken } from './types.ts';

export interface NewApiToken {
  readonly name: string;
  readonly role: Role;
  readonly sites: 'all' | readonly string[];
  /** Null: until it is revoked. */
  readonly expiresAt: number | null;
}

/**
 * Makes a token for a program, with rights no higher than its maker's. The secret is given this once; only its hash is
 * kept. @throws FettleError `not_allowed`, `input_invalid`
 */
export async function createApiToken(
  { store, now }: AccessContext,
  actor: Actor,
  input: NewApiToken,
): Promise<{ token: ApiToken; secret: string }> {
  allow(actor, 'token.create');
  const wrong = wrongIn(input, now);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  if (roles.indexOf(input.role) > roles.indexOf(actor.role)) throw new FettleError('not_allowed');
  if (input.sites === 'all' && actor.scope.sites !== 'all') throw new FettleError('not_allowed');
  if (input.sites !== 'all') for (const site of input.sites) allowSite(actor, site);
  const secret = `fettle_pat_${base32(randomBytes(32), 51)}`;
  const { name, role, sites, expiresAt } = input;
  const token: ApiToken = {
    id: newId('t') as ApiTokenId,
    name,
    role,
    sites,
    hash: secretHash(secret),
    maker: personOf(actor),
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  };
  const { id } = token;
  await store.addApiToken(token, {
    events: [{ time: now, kind: 'token.created', device: null, site: null, detail: { token: id, role } }],
    audit: [audited(actor, now, 'access.create-api-token', `token:${id}`, { name, role, sites, expiresAt })],
  });
  return { token, secret };
}

function wrongIn({ name, sites, expiresAt }: NewApiToken, now: number): string | null {
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name)) {
    return 'A token’s name has 1 to 128 visible characters.';
  }
  if (sites !== 'all' && sites.length === 0) return 'A token without a site could see nothing.';
  if (expiresAt !== null && !(Number.isSafeInteger(expiresAt) && expiresAt > now)) {
    return 'A token’s end must be a time to come.';
  }
  return null;
}
