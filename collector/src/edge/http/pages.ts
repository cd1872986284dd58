import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { FettleError } from '@fettle/shared/errors';

const forever = 'public, max-age=31536000, immutable';

/** The dashboard's files; every path without a file ending that is not the API's is the dashboard's to route. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  app.setNotFoundHandler(() => {
    throw new FettleError('not_found', 'There is nothing at this address.');
  });
  app.get('/*', { config: { permission: 'open' }, schema: { hide: true } }, async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    if (/^(api|agent)(\/|$)/.test(path)) throw new FettleError('not_found', 'There is nothing at this address.');
    const isFile = /\.[a-z0-9]+$/i.test(path);
    const file = isFile ? path : 'index.html';
    // The name is checked by the static plug-in against the folder; asking first keeps its 404 ours.
    if (path.includes('..') || !existsSync(join(folder, file))) {
      throw new FettleError(
        'not_found',
        isFile ? 'There is no such file.' : 'The dashboard is not built: run `npm start`.',
      );
    }
    reply.header('cache-control', path.startsWith('assets/') ? forever : 'no-cache');
    return reply.sendFile(file);
  });
}
