/** The lock of the person at the machine: monitoring only, for good. No message can set it or take it away. */
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { writeNew } from './files.ts';

const lockFile = (folder: string) => join(folder, 'state', 'lock');

export const isLocked = (folder: string): boolean => existsSync(lockFile(folder));

/**
 * Locks an executor's folder; to be called as its owner (root where it is a service). What runs now is not ended.
 * @returns false: it was locked already
 * @throws Error with the system's `code` where the folder may not be written or is not there
 */
export function lockExecutor(folder: string, now: number): boolean {
  if (isLocked(folder)) return false;
  writeNew(lockFile(folder), `${JSON.stringify({ lockedAt: now })}\n`);
  return true;
}
