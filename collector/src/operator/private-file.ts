/** Files that only their owner may read. */
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { createDurably, writeDurably } from './durable-file.ts';

/**
 * Makes a file of mode 0600 that is on disk, whole, when this returns. Of several callers at once one makes it.
 * @returns false when there is one already; that one stays as it is
 * @throws FettleError `home_unwritable`
 */
export async function createPrivateFile(file: string, content: string): Promise<boolean> {
  return explained(file, async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return createDurably(file, content);
  });
}

/** Replaces such a file in one step. @throws FettleError `home_unwritable` */
export async function replacePrivateFile(file: string, content: string): Promise<void> {
  await explained(file, () => writeDurably(file, content));
}

async function explained<Result>(file: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw new FettleError(
      'home_unwritable',
      `${file} cannot be written: ${(error as Error).message}. Give this user the right to write ${dirname(file)}, or choose another folder with FETTLE_HOME.`,
    );
  }
}

/** @returns null when there is no such file. @throws Error that says what to do when others may read or change it */
export async function readPrivateFile(file: string): Promise<string | null> {
  let handle;
  try {
    handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    const { mode, uid } = await handle.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Error(`others may read it. Change that with: chmod 600 '${file}'`);
    if (process.getuid !== undefined && uid !== process.getuid()) throw new Error('it belongs to another user');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
