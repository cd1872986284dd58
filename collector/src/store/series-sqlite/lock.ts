import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import Sqlite from 'better-sqlite3';
import { explain } from './files/failure.ts';

/** How long a start waits for a process that is just closing, ms. */
const waitForLockMs = 250;

export interface FolderLock {
  /** Whoever had the folder last did not let go of it in order. */
  readonly wasLeft: boolean;
  release(): void;
  /** The same, but whoever has it next hears of what the one before said. */
  handBack(): void;
}

/**
 * Takes a folder for this process, by SQLite's exclusive lock: it is the kernel's and gone with the process however that
 * ends. The file's `user_version` is 1 while somebody has the folder.
 * @throws FettleError `data_in_use`, `data_unwritable`
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'lock.db');
  let db: Sqlite.Database | undefined;
  try {
    const lock = new Sqlite(file, { timeout: waitForLockMs });
    db = lock;
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive; commit');
    const wasLeft = lock.pragma('user_version', { simple: true }) !== 0;
    lock.pragma('user_version = 1');
    return {
      wasLeft,
      release() {
        lock.pragma('user_version = 0');
        lock.close();
      },
      handBack() {
        lock.pragma(`user_version = ${wasLeft ? 1 : 0}`);
        lock.close();
      },
    };
  } catch (error) {
    db?.close();
    throw told(explain(error, file), folder);
  }
}

function told(error: Error, folder: string): Error {
  if (!(error instanceof FettleError) || error.code !== 'data_in_use') return error;
  const text = `Another collector uses ${folder}. Stop it, or choose another data folder with FETTLE_DATA.`;
  const inUse = new FettleError('data_in_use', text);
  inUse.cause = error;
  return inUse;
}
