import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mount, mountsOf } from './mounts.ts';

/**
 * The mounts of the machine: those of process 1, because a hardened service sees private mounts of its own.
 * @returns undefined where neither can be read
 */
export function readMounts(root: string): Mount[] | undefined {
  for (const process of ['1', 'self']) {
    try {
      return mountsOf(readFileSync(join(root, 'proc', process, 'mountinfo'), 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM') throw error;
    }
  }
  return undefined;
}
