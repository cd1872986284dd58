import type { RequestListener } from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import { fastifyCookie } from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { FettleError } from '@fettle/shared/errors';
import { authenticate, type Credentials, sessionCookie } from './authenticate.ts';
import type { Certificate } from './certificate.ts';
import { boundHandshakes } from './handshakes.ts';
import { secureHeaders } from './headers.ts';
import { answerProblems } from './problem.ts';
import { serializerCompiler } from './serializer.ts';
import { validatorCompiler } from './validator.ts';
import { type Trusts, type Way, wayOf } from './way.ts';

declare module 'fastify' {
  interface FastifyRequest {
    way: Way;
  }
}

/** A logger of pino's kind; main makes it. */
export type ServerLog = FastifyBaseLogger;

export interface ServerOptions {
  readonly log: ServerLog;
  readonly credentials: Credentials;
  readonly version: string;
  /** Requests a minute from one address. */
  readonly requestsPerMinute: number;
  /** What is shown to those who connect; null: plain HTTP. */
  readonly certificate: Certificate | null;
  /** Tells browsers never to come without TLS again. */
  readonly strictTransport: boolean;
  readonly trusts: Trusts;
}

/** TLS 1.2 and later; HTTP/1.1 is all that is offered. */
const secure = ({ key, chain }: Certificate) => ({ key, cert: chain, minVersion: 'TLSv1.2' as const });
const handshakeMs = 10_000;
const keepAliveMs = 72_000;
/** These say nothing that must not be read, and those who ask often cannot speak TLS. */
const forEverybody = new Set(['/healthz', '/readyz']);

/** The bare server: every law that holds for all routes, and no route yet. */
export async function createServer(options: ServerOptions) {
  const { log, credentials, version, requestsPerMinute, certificate, strictTransport, trusts } = options;
  // More than one where `localhost` is both 127.0.0.1 and ::1.
  const secureServers = new Set<HttpsServer>();
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
    trustProxy: (address: string) => trusts(address),
    ...(certificate === null ? {} : { serverFactory: secureServer(certificate, secureServers) }),
  })
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<TypeBoxTypeProvider>();
  // One content type; what is not JSON is refused before it is read.
  app.removeContentTypeParser('text/plain');
  answerProblems(app);
  await secureHeaders(app, strictTransport);
  refuseOpenWays(app, trusts);
  await app.register(fastifyCookie);
  await app.register(rateLimit, { max: requestsPerMinute, timeWindow: 60_000 });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fettle',
        version,
        description: 'Endpoint monitoring and maintenance.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: '`fettle token create`' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie(certificate === null ? 'local' : 'tls') },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
  });
  authenticate(app, credentials);
  return {
    app,
    /** Those who connect from now on see this certificate; connections that stand go on. */
    show: (renewed: Certificate): void => {
      for (const server of secureServers) server.setSecureContext(secure(renewed));
    },
  };
}

export type Server = Awaited<ReturnType<typeof createServer>>['app'];

function secureServer(certificate: Certificate, servers: Set<HttpsServer>) {
  return (handler: RequestListener) => {
    const server = createHttps({ ...secure(certificate), handshakeTimeout: handshakeMs }, handler);
    server.keepAliveTimeout = keepAliveMs;
    boundHandshakes(server);
    servers.add(server);
    return server;
  };
}

/** Plain HTTP is for this machine itself. @throws in the hook: FettleError `tls_required` */
function refuseOpenWays(app: FastifyInstance, trusts: Trusts): void {
  app.decorateRequest('way', 'open');
  app.addHook('onRequest', async (request) => {
    request.way = wayOf(request.raw, trusts);
    if (request.way !== 'open' || forEverybody.has(request.routeOptions.url ?? '')) return;
    throw new FettleError(
      'tls_required',
      'This came over plain HTTP. Come over https://. A proxy that ends TLS must be named with FETTLE_TRUSTED_PROXY and must send X-Forwarded-Proto: https.',
    );
  });
}
