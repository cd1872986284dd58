import { randomBytes } from 'node:crypto';
import type { Role } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import { type ApiTokenId, base32 } from '@fettle/shared/ids';
import { type AccessContext, audited, newId, personOf, secretHash } from './context.ts';
import { allow, isAtMost, isForTokens } from './permissions.ts';
import { checkedSites } from './person-texts.ts';
import { covers } from './scope.ts';
import type { Actor, ApiToken } from './types.ts';

export interface NewApiToken {
  readonly name: string;
  readonly role: Role;
  readonly sites: 'all' | readonly string[];
  /** Only these permissions; absent: all of the role. */
  readonly scopes?: readonly string[];
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
  if (!isAtMost(input.role, actor.role)) throw new FettleError('not_allowed', 'A token may not do more than you may.');
  const sites = checkedSites(input.sites);
  // What the maker's selector leaves out is left out at every use.
  if (!covers({ sites: actor.scope.sites }, { sites })) {
    throw new FettleError('not_allowed', 'A token may not see sites that you may not see.');
  }
  const secret = `fettle_pat_${base32(randomBytes(32), 51)}`;
  const { name, role, expiresAt } = input;
  const scopes = input.scopes === undefined ? null : [...new Set(input.scopes)];
  const token: ApiToken = {
    id: newId('t') as ApiTokenId,
    name,
    role,
    sites,
    scopes,
    hash: secretHash(secret),
    maker: personOf(actor),
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  };
  const { id } = token;
  await store.addApiToken(token, {
    events: [{ time: now, kind: 'token.created', device: null, site: null, detail: { token: id, role } }],
    audit: [audited(actor, now, 'access.create-api-token', `token:${id}`, { name, role, sites, scopes, expiresAt })],
  });
  return { token, secret };
}

function wrongIn({ name, role, scopes = [], expiresAt }: NewApiToken, now: number): string | null {
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name)) {
    return 'A token’s name has 1 to 128 visible characters.';
  }
  const odd = scopes.find((scope) => !isForTokens(scope, role));
  if (odd !== undefined) return `“${odd}” is no permission that a ${role}’s token can have.`;
  if (expiresAt !== null && !(Number.isSafeInteger(expiresAt) && expiresAt > now)) {
    return 'A token’s end must be a time to come.';
  }
  return null;
}
