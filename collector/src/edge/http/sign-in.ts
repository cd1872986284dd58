import type { FastifyReply } from 'fastify';
import { type Actor, personOf, type ResumedSession } from '../../domain/access/index.ts';
import { sessionCookie } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import type { Way } from './way.ts';

export const cookieOptions = (way: Way) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: way === 'tls' }) as const;

/** Attempts to prove who one is, from one address. */
export const attempts = { max: 20, timeWindow: 60_000 };

/** Who asks, as the dashboard needs it. */
export async function describeSession(context: HttpContext, who: Actor | undefined) {
  const id = who ? personOf(who) : null;
  const person = id === null ? null : await context.access.person(id);
  return {
    person: person && { id: person.id, name: person.name, role: person.role },
    setup: person === null && !(await context.access.anyPerson()),
    expires: (who as Partial<ResumedSession> | undefined)?.expiresAt ?? null,
    storage: { state: context.storage.full ? ('full' as const) : ('ok' as const), since: context.storage.since },
    version: context.version,
  };
}

/** Gives the browser the cookie of a session that has begun. */
export async function beginSession(context: HttpContext, reply: FastifyReply, cookie: string) {
  const { way } = reply.request;
  reply.setCookie(sessionCookie(way), cookie, cookieOptions(way));
  return describeSession(context, (await context.credentials.session(cookie)) ?? undefined);
}
