import { type AccessContext, secretHash } from './context.ts';
import { isAtMost } from './permissions.ts';
import { commonSites, scopeOf } from './scope.ts';
import type { Actor, ApiToken, Person } from './types.ts';

/** Use is written down at most so often: each write goes to disk. */
const touchMs = 60_000;

/** Who sends this secret, or null. A person's token never has more rights than that person has now. */
export async function resumeApiToken(
  { store, now }: AccessContext,
  { secret, use = true }: { readonly secret: string; readonly use?: boolean },
): Promise<Actor | null> {
  const token = await store.apiTokenByHash(secretHash(secret));
  if (!token || (token.expiresAt !== null && now >= token.expiresAt)) return null;
  const maker = token.maker === null ? null : await store.person(token.maker);
  if (token.maker !== null && maker?.state !== 'active') return null;
  if (use && (token.lastUsedAt === null || now - token.lastUsedAt >= touchMs)) await store.touchApiToken(token.id, now);
  return tokenActor(token, maker);
}

/** Pure. */
export function tokenActor(
  { id, role, sites, scopes }: Pick<ApiToken, 'id' | 'role' | 'sites' | 'scopes'>,
  maker: Person | null,
): Actor {
  const some = scopes === null ? {} : { scopes };
  const token = { kind: 'token', id: `token:${id}`, ...some } as const;
  if (!maker) return { ...token, role, scope: { sites } };
  const scope = scopeOf({ sites: commonSites({ sites }, maker), selector: maker.selector });
  return { ...token, role: isAtMost(role, maker.role) ? role : maker.role, scope };
}
