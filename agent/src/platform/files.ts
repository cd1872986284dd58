/**
 * Questions about files whose answers may take their time. Not node:fs/promises: that loads what edits lines and keeps
 * histories, a quarter of a megabyte in every agent.
 */
import { close, fsync, open, readdir, readFile, realpath, type StatsFs, statfs } from 'node:fs';
import { promisify } from 'node:util';

export const namesIn: (path: string) => Promise<string[]> = promisify(readdir);
export const realPath: (path: string) => Promise<string> = promisify(realpath);
export const spaceOf: (path: string) => Promise<StatsFs> = promisify(statfs);

const read = promisify(readFile);
export const textIn = (path: string): Promise<string> => read(path, 'utf8');

const [opened, synced, closed] = [promisify(open), promisify(fsync), promisify(close)];

/** What was made or renamed in a folder survives a loss of power once this resolves. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await opened(path, 'r');
  try {
    await synced(folder);
  } finally {
    await closed(folder);
  }
}
