/** A copy of the project in a folder of its own, in which a test may edit files. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = [
  'agent',
  'collector',
  'dashboard',
  'shared',
  'scripts',
  'package.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];
const leftOut = new Set(['dist', 'coverage']);

export interface Copy extends Disposable {
  readonly folder: string;
}

/**
 * Sources are copied. The packages' own `node_modules` are copied as the links they are, so that `@fettle/…` leads into
 * the copy; what lies in the root's `node_modules` is shared with the original.
 */
export function copyProject(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-copy-'));
  for (const part of parts) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !leftOut.has(basename(path)),
    });
  }
  cpSync(join(root, 'tests', 'support', 'packages.json'), join(folder, 'tests', 'support', 'packages.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
