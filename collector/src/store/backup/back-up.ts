import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FettleError } from '@fettle/shared/errors';
import type { SeriesStore } from '../../domain/series/store.ts';
import { type BackupPlan, Cut, hasSeries } from './cut.ts';
import { keepApart, makeEmpty } from './folders.ts';
import type { Manifest } from './manifest.ts';
import type { FromCopier, ToCopier } from './messages.ts';

/**
 * Copies records and series of a running collector, as they are at one instant: everything acknowledged before this is called
 * is in it. Frames are taken meanwhile, and acknowledged but for some milliseconds.
 * @throws FettleError `folder_not_empty`, `data_unwritable`, `config_invalid`; then the target is left empty
 */
export function backUp(series: SeriesStore, plan: BackupPlan, signal: AbortSignal): Promise<Manifest> {
  return intoEmpty(plan, async () => {
    const copier = new Worker(new URL('thread.ts', import.meta.url), { workerData: plan, name: 'backup' });
    try {
      await once(copier, 'online', { signal });
      const held = await series.hold();
      try {
        const begun = answer(copier, signal);
        copier.postMessage({ type: 'begin' } satisfies ToCopier, []);
        await begun;
        const done = answer(copier, signal);
        held.commit();
        const last = await done;
        if (last.type !== 'done') throw new Error(`The copier said ${last.type} a second time.`);
        return last.manifest;
      } finally {
        await held.release();
      }
    } finally {
      await copier.terminate();
    }
  });
}

/** Copies what a collector that does not run keeps. The caller has the folder's lock. Errors as `backUp`. */
export function backUpStopped(plan: BackupPlan): Promise<Manifest> {
  return intoEmpty(plan, async () => {
    const cut = new Cut(plan);
    try {
      return await cut.copy();
    } finally {
      cut.close();
    }
  });
}

async function answer(copier: Worker, signal: AbortSignal): Promise<Exclude<FromCopier, { type: 'failed' }>> {
  const [message] = (await once(copier, 'message', { signal })) as [FromCopier];
  if (message.type === 'failed') throw new Error(message.message);
  return message;
}

async function intoEmpty(plan: BackupPlan, work: () => Promise<Manifest>): Promise<Manifest> {
  const { data, target } = plan;
  keepApart(data, target);
  if (!hasSeries(data)) {
    throw new FettleError('not_found', `${data} holds no series of a collector. Name its data folder with --data.`);
  }
  await makeEmpty(target);
  try {
    return await work();
  } catch (error) {
    for (const name of await readdir(target)) await rm(join(target, name), { recursive: true, force: true });
    if (error instanceof FettleError) throw error;
    const told = new FettleError('data_unwritable', `The backup was not made: ${(error as Error).message}.`);
    told.cause = error;
    throw told;
  }
}
