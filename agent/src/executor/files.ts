/** Files that are whole or not there, whatever happens meanwhile. The folder is this process's own: nobody else writes in it. */
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants;

/** Makes a file that was not there, on disk when this returns. @throws Error `EEXIST` */
export function writeNew(path: string, data: string | Uint8Array, mode = 0o600): void {
  const file = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode);
  try {
    // Whatever the umask.
    if (process.platform !== 'win32') fchmodSync(file, mode);
    const bytes = Buffer.from(data);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
}

/** Replaces a file: afterwards it is the old or the new one, and on disk when this returns. */
export function writeOver(path: string, data: string): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeNew(fresh, data);
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/** What a file holds as JSON; null where there is none. @throws Error where it is damaged */
export function readJson<Value>(path: string): Value | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function remove(path: string): void {
  rmSync(path, { force: true });
}

function syncFolder(folder: string): void {
  // Windows knows no such thing.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
