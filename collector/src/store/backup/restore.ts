import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { copyDurably, measure } from './copy-file.ts';
import { keepApart, makeEmpty, makeFolderOf } from './folders.ts';
import { type BackupFile, type Manifest, readManifest } from './manifest.ts';

/**
 * Puts a backup into a data folder that is empty or not there. Every file is compared with the manifest, before anything is written
 * and again as it was written.
 * @throws FettleError `backup_damaged`, `folder_not_empty`, `data_unwritable`, `config_invalid`; then the data folder is left empty
 */
export async function restore(backup: string, data: string): Promise<Manifest> {
  keepApart(backup, data);
  const manifest = await readManifest(backup);
  for (const file of manifest.files) await compare(backup, file);
  await makeEmpty(data);
  try {
    for (const file of manifest.files) {
      await copyDurably(join(backup, ...file.path.split('/')), await makeFolderOf(data, file.path));
      await compare(data, file);
    }
  } catch (error) {
    for (const name of await readdir(data)) await rm(join(data, name), { recursive: true, force: true });
    if (error instanceof FettleError) throw error;
    throw new FettleError('data_unwritable', `${data} could not be written: ${(error as Error).message}.`);
  }
  return manifest;
}

async function compare(folder: string, { path, bytes, sha256 }: BackupFile): Promise<void> {
  const file = join(folder, ...path.split('/'));
  const told = (what: string) => new FettleError('backup_damaged', `${file} ${what}. Take another backup.`);
  const found = await stat(file).catch(() => null);
  if (found === null) throw told('is missing');
  if (found.size !== bytes) throw told(`has ${found.size} bytes in place of ${bytes}`);
  if ((await measure(file, path)).sha256 !== sha256) throw told('is not what was backed up: its SHA-256 differs');
}
