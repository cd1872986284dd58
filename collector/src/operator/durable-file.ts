/** Files that are whole and on disk, whatever happens meanwhile. */
import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file of mode 0600 that is either the old or the new one whatever happens, and on disk when this returns. */
export async function writeDurably(file: string, content: string): Promise<void> {
  await rename(await written(file, content), file);
  await syncFolder(dirname(file));
}

/** The same, but what is there stays: of several processes at once one makes the file. @returns whether it was this one */
export async function createDurably(file: string, content: string): Promise<boolean> {
  const fresh = await written(file, content);
  try {
    // A link, unlike a rename, never replaces.
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(fresh);
  }
  await syncFolder(dirname(file));
  return true;
}

/** A new file beside it, under a name of its own, so that two processes do not write into one. */
async function written(file: string, content: string): Promise<string> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}.new`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return fresh;
}

/** The text of a file, or null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
