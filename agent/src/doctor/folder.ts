import { lstatSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { stateFiles } from '../state.ts';
import { failed, type Finding, good, skipped, warning } from './finding.ts';

export interface FolderFacts {
  readonly folder: string;
  /** Owner and permissions; null: not there. */
  readonly itself: { readonly uid: number; readonly mode: number } | null;
  readonly keys: { readonly uid: number; readonly mode: number } | null;
  /** Who the agent runs as, when a service of a known user does. */
  readonly owner: { readonly uid: number; readonly name: string } | null;
  readonly freeBytes: number;
}

/** What the outbox may take when the collector is away for days. */
const comfortable = 256 * 1024 * 1024;
const least = 16 * 1024 * 1024;

/** Whether the agent can keep its state there and nobody else can read its keys. */
export function judgeFolder({ folder, itself, keys, owner }: FolderFacts): Finding {
  const check = 'folder';
  if (itself === null)
    return failed(check, `${folder} is not there.`, 'enrol this machine, or name the folder with --data');
  if (keys !== null && (keys.mode & 0o077) !== 0) {
    return failed(
      check,
      'Others can read this device’s keys.',
      `chmod 600 ${join(folder, stateFiles.keys)}; if somebody may have read them, enrol anew`,
    );
  }
  if ((itself.mode & 0o022) !== 0) return failed(check, `Others may write ${folder}.`, `chmod 755 ${folder}`);
  const wrong = owner !== null && (itself.uid !== owner.uid || (keys !== null && keys.uid !== owner.uid));
  if (wrong) return failed(check, `${folder} does not belong to ${owner.name}.`, `chown -R ${owner.name}: ${folder}`);
  return good(check, `${folder} belongs to the agent, and its keys to nobody else.`);
}

/** Whether there is room for what waits while the collector is away. */
export function judgeSpace({ folder, freeBytes, itself }: FolderFacts): Finding {
  if (itself === null || Number.isNaN(freeBytes)) return skipped('disk', `${folder} cannot be asked.`);
  const text = `${Math.floor(freeBytes / 1024 / 1024)} MiB are free where ${folder} lies.`;
  if (freeBytes < least) return failed('disk', text, 'free some: while it is full, what cannot be sent is lost');
  if (freeBytes < comfortable) return warning('disk', text, 'free some: 256 MiB are kept while the collector is away');
  return good('disk', text);
}

export function readFolder(folder: string, owner: FolderFacts['owner']): FolderFacts {
  const itself = ownerOf(folder);
  let freeBytes = Number.NaN;
  if (itself !== null) {
    const { bavail, bsize } = statfsSync(folder);
    freeBytes = bavail * bsize;
  }
  return { folder, itself, keys: ownerOf(join(folder, stateFiles.keys)), owner, freeBytes };
}

function ownerOf(path: string): { uid: number; mode: number } | null {
  try {
    const { uid, mode } = lstatSync(path);
    return { uid, mode };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
