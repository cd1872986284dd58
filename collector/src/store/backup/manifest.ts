import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';

export interface BackupFile {
  /** From the backup's folder, with `/` between; the same from the data folder. */
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** `manifest.json` of a backup. It is written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: 1;
  /** Of the Fettle that made it. */
  readonly version: string;
  /** When the cut was: ms since 1970. */
  readonly cutAt: number;
  /** `postgres`: the records are not in it. */
  readonly records: 'sqlite' | 'postgres';
  readonly files: readonly BackupFile[];
}

export const manifestName = 'manifest.json';

/** @throws FettleError `backup_damaged` */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, manifestName);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new FettleError(
      'backup_damaged',
      `${folder} is no backup, or one that was not finished: ${(error as Error).message}.`,
    );
  }
  const manifest = parsed(text);
  if (manifest === null)
    throw new FettleError('backup_damaged', `${file} is not a manifest that this version can read.`);
  return manifest;
}

function parsed(text: string): Manifest | null {
  try {
    const found = JSON.parse(text) as Manifest;
    return found.format === 1 && Array.isArray(found.files) && found.files.every(isFile) ? found : null;
  } catch {
    return null;
  }
}

/** Names below the folder only: a backup may come from anybody. */
function isFile({ path, bytes, sha256 }: BackupFile): boolean {
  const parts = typeof path === 'string' ? path.split('/') : [''];
  return (
    parts.every((part) => /^[\w.-]+$/.test(part) && part !== '.' && part !== '..') &&
    Number.isSafeInteger(bytes) &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}
