/** `fettle-agent lock`: from now on this machine is only monitored, whoever signs what. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { FettleError } from '@fettle/shared/errors';
import type { Clock } from '../clock.ts';
import { writeDurably } from '../durable-file.ts';
import { makeFolder } from '../executor/folder.ts';
import { isLocked, lockExecutor } from '../executor/lock.ts';
import { service, spawnedFolder } from '../platform/service/executor-place.ts';
import type { InstalledService } from '../platform/service/service.ts';
import { openState, stateFiles } from '../state.ts';

export const lockWords = `From now on this machine is only monitored: nothing is run on it, whoever signed it. That is for good: no message
can take it back, nor can this program. What runs at this moment is not ended.
Who wants it otherwise later takes the agent away as the administrator of this machine, with all of its data
(sudo fettle-agent uninstall --purge, or the folder deleted), and enrols it anew.`;

export interface Locked {
  /** The executor's folder in which the lock lies. */
  readonly folder: string;
  /** It was locked before. */
  readonly already: boolean;
}

/**
 * @param installed what the service that is installed here uses; null: there is none
 * @param serviceFolder where an installed service's executor has its folder
 * @throws FettleError `not_enrolled`, `root_needed`
 */
export function lockCommand(
  data: string,
  installed: InstalledService | null,
  clock: Clock,
  serviceFolder: string = service.folder,
): Locked {
  if (openState(data, 'read').enrolment() === null) throw new FettleError('not_enrolled');
  const isService = installed?.folder === data && existsSync(serviceFolder);
  const folder = isService ? serviceFolder : join(data, spawnedFolder);
  try {
    if (!isService) becomeOwner(data);
    makeFolder(folder, isService);
    const already = isLocked(folder) || !lockExecutor(folder, clock.wall());
    // For the status only, which every local user may read; the lock itself is the executor's.
    writeDurably(join(data, stateFiles.lock), `${JSON.stringify({ lockedAt: clock.wall() })}\n`, 0o644);
    return { folder, already };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    throw new FettleError('root_needed', `Only its owner may lock this machine (${folder}). Try it with sudo.`);
  }
}

/** What root makes in the folder of another user must be that user's, or the executor could not work there. */
function becomeOwner(data: string): void {
  const { uid, gid } = statSync(data);
  if (process.geteuid?.() !== 0 || uid === 0) return;
  process.setegid?.(gid);
  process.seteuid?.(uid);
}

function isForbidden(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  const cause = error instanceof FettleError ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
  return [code, cause].some((one) => one === 'EACCES' || one === 'EPERM');
}

/** @throws FettleError `input_invalid` where nobody can be asked */
export async function isConfirmed(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<boolean> {
  if (!input.isTTY) {
    throw new FettleError('input_invalid', 'Nobody can be asked whether this is meant. Say so with --yes.');
  }
  const asking = createInterface({ input, output });
  try {
    return (await asking.question(`${lockWords}\n\nType LOCK to lock it: `)).trim() === 'LOCK';
  } finally {
    asking.close();
  }
}
