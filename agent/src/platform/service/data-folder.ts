import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { unwritable } from '../../durable-file.ts';
import { stateFiles } from '../../state.ts';
import type { Account } from './account.ts';

/** Folders that a service sees others of: what is in them is not there for it. */
const hidden = /^\/(?:tmp|var\/tmp|proc|sys|dev)(?:\/|$)/;

/** @throws FettleError `input_invalid` for a folder that a service could not use, or that must not be removed again */
export function checkFolder(folder: string, unseen = hidden): void {
  const wrong = (why: string) =>
    new FettleError('input_invalid', `${folder} ${why}. Choose one like /var/lib/fettle-agent.`);
  if (!/^\/[^/\s"'\\]+(?:\/[^/\s"'\\]+)+$/.test(folder)) throw wrong('cannot be the folder of a service');
  if (unseen.test(folder)) throw wrong('is not seen by services');
}

/**
 * Makes the folder and everything in it the user's. Root does this in a folder where that user may be at work: so nothing
 * is reached by its path, where a folder could become a link on the way, but from its opened parent (Linux).
 * @returns whether anything was changed
 */
export function giveFolder(folder: string, account: Account): boolean {
  const fresh = !existsSync(folder);
  try {
    if (fresh) mkdirSync(folder, { recursive: true, mode: 0o755 });
    const handle = openFolder(folder);
    try {
      // Every local user may read the status.
      fchmodSync(handle, 0o755);
      const changed = give(`/proc/self/fd/${handle}/.`, account);
      return giveContents(handle, account) || changed || fresh;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function giveContents(handle: number, account: Account): boolean {
  let changed = false;
  const here = `/proc/self/fd/${handle}`;
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    changed = give(join(here, entry.name), account) || changed;
    if (!entry.isDirectory()) continue;
    const inner = openFolder(join(here, entry.name));
    try {
      // Where everybody may write, anything may take a file's place on the way: the agent clears that up itself.
      if ((fstatSync(inner).mode & 0o002) === 0) changed = giveContents(inner, account) || changed;
    } finally {
      closeSync(inner);
    }
  }
  return changed;
}

const openFolder = (path: string): number =>
  openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);

function give(path: string, { uid, gid }: Account): boolean {
  const is = lstatSync(path);
  if (is.uid === uid && is.gid === gid) return false;
  // A second name of a file that lies elsewhere.
  if (is.isFile() && is.nlink > 1) return false;
  lchownSync(path, uid, gid);
  return true;
}

/** Removes an agent's data folder. @returns false when there is none. @throws FettleError when it is something else */
export function removeFolder(folder: string, unseen = hidden): boolean {
  if (!existsSync(folder)) return false;
  checkFolder(folder, unseen);
  const names = readdirSync(folder);
  if (names.length > 0 && !names.includes(stateFiles.keys)) {
    throw new FettleError('input_invalid', `${folder} is no agent’s data folder. Nothing in it was removed.`);
  }
  rmSync(folder, { recursive: true, force: true });
  return true;
}
