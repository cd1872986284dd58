/** Files that are whole or not there, whatever happens meanwhile. The folder is this process's own: nobody else writes in it. */
import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = fs.constants;

/** Makes a file that was not there: afterwards it is whole and on disk. @throws Error `EEXIST` */
export function writeNew(path: string, data: string): void {
  const fresh = writeBeside(path, data);
  try {
    // Unlike a rename it fails where there is one already.
    fs.linkSync(fresh, path);
  } finally {
    fs.rmSync(fresh);
  }
  syncFolder(dirname(path));
}

/** Replaces a file: afterwards it is the old or the new one, and on disk when this returns. */
export function writeOver(path: string, data: string): void {
  fs.renameSync(writeBeside(path, data), path);
  syncFolder(dirname(path));
}

function writeBeside(path: string, data: string): string {
  const fresh = `${path}.${randomBytes(8).toString('hex')}.new`;
  const file = fs.openSync(fresh, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    const bytes = Buffer.from(data);
    for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  return fresh;
}

/** What a file holds as JSON; null where there is none. @throws Error where it is damaged */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function remove(path: string): void {
  fs.rmSync(path, { force: true });
}

function syncFolder(folder: string): void {
  // Windows knows no such thing.
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
