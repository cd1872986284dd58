import { roles } from '@fettle/shared/api/session';
import { type AccessContext, secretHash } from './context.ts';
import { inScope } from './permissions.ts';
import type { Actor, ApiToken, Person, Scope } from './types.ts';

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
  if (token.maker !== null && !maker) return null;
  if (use && (token.lastUsedAt === null || now - token.lastUsedAt >= touchMs)) await store.touchApiToken(token.id, now);
  return tokenActor(token, maker);
}

/** Pure. */
export function tokenActor(token: Pick<ApiToken, 'id' | 'role' | 'sites'>, maker: Person | null): Actor {
  const id = `token:${token.id}`;
  if (!maker) return { kind: 'token', id, role: token.role, scope: { sites: token.sites } };
  const role = roles.indexOf(token.role) <= roles.indexOf(maker.role) ? token.role : maker.role;
  return { kind: 'token', id, role, scope: { sites: common(token, maker) } };
}

/** The sites that both have. */
function common(a: Scope, b: Scope): Scope['sites'] {
  if (a.sites === 'all') return b.sites;
  return a.sites.filter((site) => inScope(b, site));
}
