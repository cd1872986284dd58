import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readIfThere } from '../../durable-file.ts';

export const shortcutPath = '/usr/local/bin/fettle-agent';
const mark = '# Made by fettle-agent install.';

/** Lets every local user type `fettle-agent status`. A file of somebody else's is left. @returns whether it was written */
export function makeShortcut(program: readonly string[], path = shortcutPath): boolean {
  const text = `#!/bin/sh\n${mark}\nexec ${program.map(shellWord).join(' ')} "$@"\n`;
  const before = readIfThere(path);
  if (before === text || !existsSync(dirname(path)) || (before !== null && !before.includes(mark))) return false;
  writeFileSync(path, text, { mode: 0o755 });
  chmodSync(path, 0o755);
  return true;
}

/** @returns whether there was one of ours */
export function removeShortcut(path = shortcutPath): boolean {
  if (readIfThere(path)?.includes(mark) !== true) return false;
  rmSync(path);
  return true;
}

/** One word for sh(1). */
export function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
