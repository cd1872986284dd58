/** The program of the service: a copy of Node and of the bundled agent, apart from wherever they came from. */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { unwritable } from '../../durable-file.ts';
import { sameContent } from './same-content.ts';

export const programFolder = '/usr/local/lib/fettle';

const nodeName = 'node';
const mainName = 'agent.mjs';
/** What the bundle loads seldom stands beside it. */
const partName = /^agent-[a-z]+\.mjs$/;

/** The command line of the copy, without arguments. */
export function placedProgram(folder = programFolder): readonly [node: string, main: string] {
  return [join(folder, nodeName), join(folder, mainName)];
}

/** The files of a program by the names that they have in the copy. */
export type ProgramFiles = ReadonlyMap<string, string>;

/**
 * What is to be copied.
 * @param node the Node that runs now
 * @param main the file that it runs
 * @throws FettleError `input_invalid` when that is not the bundle: the sources are many files, and need others
 */
export function programFiles(node: string, main: string): ProgramFiles {
  const file = realpathSync(main);
  if (basename(file) !== mainName) {
    throw new FettleError(
      'input_invalid',
      'A service runs the agent as one file, and this is its sources. Make it with `npm run build:agent`, then run ' +
        '`npx --no fettle-agent install`, or `node dist/agent.mjs install`.',
    );
  }
  const folder = dirname(file);
  const parts = readdirSync(folder).filter((name) => partName.test(name));
  const files = new Map([[nodeName, realpathSync(node)]]);
  for (const name of [mainName, ...parts]) files.set(name, join(folder, name));
  return files;
}

/**
 * Makes the folder hold these files and no older ones of its kind; each takes the place of its older one at once, also
 * while that runs. Installed from the copy itself, nothing is to be done.
 * @returns whether anything was changed
 * @throws FettleError `data_unwritable`
 */
export function placeProgram(files: ProgramFiles, folder = programFolder): boolean {
  try {
    let changed = false;
    if (mkdirSync(folder, { recursive: true }) !== undefined) changed = true;
    // Whatever the umask of the one who installs: the service's user reads it.
    chmodSync(folder, 0o755);
    for (const [name, from] of files) changed = placeFile(from, join(folder, name)) || changed;
    for (const name of ownFiles(folder)) {
      if (files.has(name)) continue;
      rmSync(join(folder, name));
      changed = true;
    }
    return changed;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function placeFile(from: string, to: string): boolean {
  if (existsSync(to) && (realpathSync(to) === from || sameContent(from, to))) return false;
  const fresh = `${to}.new`;
  rmSync(fresh, { force: true });
  copyFileSync(from, fresh, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  chmodSync(fresh, basename(to) === nodeName ? 0o755 : 0o644);
  renameSync(fresh, to);
  return true;
}

/** Removes what `placeProgram` made, and the folder when nothing else is in it. @returns whether there was anything */
export function removeProgram(folder = programFolder): boolean {
  if (!existsSync(folder)) return false;
  const names = ownFiles(folder);
  for (const name of names) rmSync(join(folder, name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
  return names.length > 0;
}

function ownFiles(folder: string): string[] {
  const own = (name: string) => name === nodeName || name === mainName || partName.test(name);
  return readdirSync(folder).filter((name) => own(name.replace(/\.new$/, '')));
}

/**
 * Whether an unprivileged service can run these files.
 * @throws FettleError `input_invalid` when it may not read one
 */
export function checkProgram(program: readonly string[]): void {
  for (const file of program) {
    for (let path = file; ; path = dirname(path)) {
      const needed = path === file ? 0o004 : 0o001;
      if ((statSync(path).mode & needed) === 0) {
        const may = path === file ? 'read it' : `enter ${path}`;
        throw new FettleError(
          'input_invalid',
          `A service cannot run ${file}: others than its owner may not ${may}. Allow it with chmod o+rx.`,
        );
      }
      if (path === dirname(path)) break;
    }
  }
}
