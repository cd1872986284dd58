import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';

/** Writes a file that is either the old or the new one whatever happens meanwhile, and on disk when this returns. */
export function writeDurably(path: string, data: string | Uint8Array, mode: number): void {
  const fresh = `${path}.new`;
  try {
    // Made anew, never opened: root may write here too, and whoever owns the folder could have put a link there.
    rmSync(fresh, { force: true });
    const file = openSync(fresh, 'wx', mode);
    try {
      // Whatever the umask of the one who installs: what all may read, all can.
      fchmodSync(file, mode);
      const bytes = Buffer.from(data);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
    syncFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

export function unwritable(path: string, cause: unknown): FettleError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const error = new FettleError(
    'data_unwritable',
    `${path} cannot be written: ${why}. Check the folder’s owner and free space.`,
  );
  error.cause = cause;
  return error;
}

/** The text of a file, or null when there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether this process may not look into a folder. */
export function isClosed(folder: string): boolean {
  try {
    lstatSync(join(folder, 'anything'));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function syncFolder(folder: string): void {
  // Windows knows no such thing; there the rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
