import { FettleError } from '@fettle/shared/errors';
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import { type Actor, allow, type Permission } from '../../domain/access/index.ts';
import type { Way } from './way.ts';

/** A route as it was registered, for whoever looks at all of them. */
export interface NamedRoute {
  readonly method: string;
  readonly url: string;
  readonly permission: Permission | 'open';
  readonly schema: FastifySchema | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, in the order of registration. */
    namedRoutes: NamedRoute[];
  }
  interface FastifyContextConfig {
    /** What the actor must be allowed to do; `open`: anybody. A route without one does not boot. */
    permission?: Permission | 'open';
  }
  interface FastifyRequest {
    /** Who asks; undefined on open routes for somebody who is not signed in. */
    who: Actor | undefined;
  }
}

/** The cookie's name: with `__Host-` a browser keeps it to this very host and to TLS, which plain loopback does not have. */
export const sessionCookie = (way: Way) => (way === 'tls' ? '__Host-fettle' : 'fettle');

export interface Credentials {
  /** The actor of a session cookie or an API token, or null when it is no good. `use` false: looking is no use of it. */
  session(cookie: string, use?: boolean): Promise<Actor | null>;
  token(secret: string): Promise<Actor | null>;
}

/** Who asks by the request's token or cookie. @throws FettleError `not_allowed` for a cookie from a foreign page */
export async function identify(
  request: FastifyRequest,
  credentials: Credentials,
  use = true,
): Promise<Actor | undefined> {
  const bearer = /^Bearer ([\x21-\x7e]{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return (await credentials.token(bearer)) ?? undefined;
  const cookie = request.cookies[sessionCookie(request.way)];
  if (cookie === undefined) return undefined;
  refuseForeignOrigin(request);
  return (await credentials.session(cookie, use)) ?? undefined;
}

/** A browser's cookie acts only from our own pages: SameSite=Strict, and the Origin header where it is sent. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host) {
    throw new FettleError('not_allowed', 'This request comes from another site.');
  }
}

/** Every route names its permission and is answered only to those who have it. */
export function authenticate(app: FastifyInstance, credentials: Credentials): void {
  app.decorateRequest('who');
  app.decorate('namedRoutes', []);
  app.addHook('onRoute', ({ method: methods, url, schema, config }) => {
    const permission = config?.permission;
    if (permission === undefined) throw new Error(`${String(methods)} ${url} names no permission`);
    for (const method of [methods].flat()) app.namedRoutes.push({ method, url, permission, schema });
  });
  app.addHook('onRequest', async (request) => {
    const { permission } = request.routeOptions.config;
    request.who = await identify(request, credentials);
    if (permission === 'open' || permission === undefined) return;
    allow(actorOf(request), permission);
  });
}

/** The actor of a route that is not open. @throws FettleError `not_signed_in` */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.who) throw new FettleError('not_signed_in');
  return request.who;
}
