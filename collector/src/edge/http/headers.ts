import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
};

/**
 * SECURITY.md: nothing inline, nothing from elsewhere, no frames, trusted types. The same for every answer, so they are made for the
 * first one and only set after that: to make them anew is a tenth of what a short request takes.
 */
export async function secureHeaders(app: FastifyInstance, strictTransport: boolean): Promise<void> {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives: policy },
    // Only for this very name: of the others below it the collector knows nothing.
    strictTransportSecurity: strictTransport && { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
  });
  let made: readonly (readonly [string, string])[] | null = null;
  app.addHook('onRequest', (_request, reply, next) => {
    made ??= headersOf(reply);
    for (const [name, value] of made) reply.raw.setHeader(name, value);
    next();
  });
}

function headersOf(reply: FastifyReply): [string, string][] {
  const { raw } = reply;
  const before = new Set(raw.getHeaderNames());
  reply.helmet();
  return raw.getHeaderNames().flatMap((name) => (before.has(name) ? [] : [[name, String(raw.getHeader(name))]]));
}
