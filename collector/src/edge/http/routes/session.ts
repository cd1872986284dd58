import { Login, Session, Setup } from '@fettle/shared/api/session';
import { logIn, logOut, setUp } from '../../../domain/access/index.ts';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { actorOf, sessionCookie } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { attempts, beginSession, cookieOptions, describeSession } from '../sign-in.ts';

/** First set-up, signing in and out. */
export const sessionRoutes: Routes = (app, context) => {
  const ports = { store: context.access, events: context.events };

  app.get(
    '/api/v1/session',
    { config: { permission: 'open' }, schema: { summary: 'Who asks', response: { 200: Session } } },
    async (request) => describeSession(context, request.who),
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
      return beginSession(context, reply, cookie);
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
      return describeSession(context, undefined);
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
      return beginSession(context, reply, cookie);
    },
  );
};
