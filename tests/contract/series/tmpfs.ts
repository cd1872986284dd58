/** A small disk in memory, to fill up. Only root can mount one, and not in every container. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requires } from '../../support/requires.ts';
import type { Folder } from './engines.ts';

function mount(megabytes: number): Folder {
  const path = mkdtempSync(join(tmpdir(), 'fettle-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  if (status !== 0) {
    rmdirSync(path);
    throw new Error(`mount: ${stderr.toString()}`);
  }
  return {
    path,
    file: join(path, 'series'),
    async [Symbol.asyncDispose]() {
      spawnSync('umount', ['--lazy', path]);
      rmdirSync(path);
    },
  };
}

function mountable(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    void mount(1)[Symbol.asyncDispose]();
    return true;
  } catch {
    return false;
  }
}

export const tmpfs = {
  ...requires.kernel('tmpfs that this user may mount', mountable()),
  mount: async (megabytes: number) => mount(megabytes),
};
