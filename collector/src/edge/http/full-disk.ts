import { FettleError } from '@fettle/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { Storage } from '../storage/storage.ts';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/** While the disk is full reads are answered and everything that would write is refused before it begins. */
export function refuseWritesWhenFull(app: FastifyInstance, storage: Storage): void {
  app.addHook('onRequest', async ({ method }) => {
    if (storage.full && !reads.has(method)) throw new FettleError('disk_full');
  });
}
