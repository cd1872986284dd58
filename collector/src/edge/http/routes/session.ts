import { Login, Session, Setup } from '@fettle/shared/api/session';
import type { FastifyReply } from 'fastify';
import { type Actor, logIn, logOut, personOf, type ResumedSession, setUp } from '../../../domain/access/index.ts';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { actorOf, sessionCookie } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';
import type { Way } from '../way.ts';

const cookieOptions = (way: Way) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure: way === 'tls' }) as const;

/** Who asks, as the dashboard needs it. */
async function describe(context: HttpContext, who: Actor | undefined) {
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

/** First set-up, signing in and out. */
export const sessionRoutes: Routes = (app, context) => {
  const began = async (reply: FastifyReply, cookie: string) => {
    const { way } = reply.request;
    reply.setCookie(sessionCookie(way), cookie, cookieOptions(way));
    return describe(context, (await context.credentials.session(cookie)) ?? undefined);
  };
  const attempts = { max: 20, timeWindow: 60_000 };
  const ports = { store: context.access, events: context.events };

  app.get(
    '/api/v1/session',
    { config: { permission: 'open' }, schema: { summary: 'Who asks', response: { 200: Session } } },
    async (request) => describe(context, request.who),
  );
  app.post(
    '/api/v1/session',
    {
      config: { permission: 'open', rateLimit: attempts },
      schema: { summary: 'Sign in', body: Login, response: { 200: Session } },
    },
    async (request, reply) => {
      const now = context.clock.now();
      const { cookie } = await logIn({ ...ports, now }, { ...request.body, address: request.ip });
      return began(reply, cookie);
    },
  );
  app.delete(
    '/api/v1/session',
    { config: { permission: 'session.own' }, schema: { summary: 'Sign out', response: { 200: Session } } },
    async (request, reply) => {
      const cookie = request.cookies[sessionCookie(request.way)];
      if (cookie !== undefined)
        await logOut({ store: context.access, now: context.clock.now() }, actorOf(request), { cookie });
      reply.clearCookie(sessionCookie(request.way), cookieOptions(request.way));
      return describe(context, undefined);
    },
  );
  app.post(
    '/api/v1/setup',
    {
      config: { permission: 'open', rateLimit: attempts },
      schema: { summary: 'Make the first administrator', body: Setup, response: { 200: Session } },
    },
    async (request, reply) => {
      if (!isLoopback(request.ip))
        throw new FettleError('not_allowed', 'The first administrator is made on the collector’s own machine.');
      const now = context.clock.now();
      await setUp({ store: context.access, now }, request.body);
      const { cookie } = await logIn({ ...ports, now }, { ...request.body, address: request.ip });
      return began(reply, cookie);
    },
  );
};
