import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { FettleError } from '@fettle/shared/errors';

/** Makes a folder that only this user may enter; there may be one that is empty. @throws FettleError `folder_not_empty`, `data_unwritable` */
export async function makeEmpty(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [found] = await readdir(folder);
    if (found === undefined) return;
  } catch (error) {
    throw new FettleError('data_unwritable', `${folder} cannot be written: ${(error as Error).message}.`);
  }
  throw new FettleError('folder_not_empty', `${folder} is not empty. Choose another folder, or empty it first.`);
}

/** @throws FettleError `config_invalid` where one folder lies in the other */
export function keepApart(a: string, b: string): void {
  if (!isWithin(a, b) && !isWithin(b, a)) return;
  throw new FettleError('config_invalid', `${resolve(a)} and ${resolve(b)}: one may not lie in the other.`);
}

function isWithin(folder: string, other: string): boolean {
  const way = relative(resolve(other), resolve(folder));
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && resolve(other, way) === resolve(folder));
}

/** Makes the folder of a file below another. */
export async function makeFolderOf(folder: string, path: string): Promise<string> {
  const file = join(folder, ...path.split('/'));
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return file;
}

/** Paths of all files below a folder, with `/` between, except those that `skip` names by their path; ascending. */
export async function filesBelow(folder: string, skip: (path: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  const walk = async (below: string) => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (skip(path)) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  await walk('');
  return found.toSorted();
}
