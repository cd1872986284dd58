import { FettleError } from '@fettle/shared/errors';

const unwritable = ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_IOERR', 'SQLITE_AUTH'];
const unwritableSystem = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC', 'EDQUOT']);

/** The error as people should meet it: the same one where there is nothing better to say. */
export function explain(error: unknown, file: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof FettleError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const told = say(code, error.message, file);
  if (told) told.cause = error;
  return told ?? error;
}

function say(code: string, message: string, file: string): FettleError | null {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new FettleError('data_unwritable', `The disk of ${file} is full. Make room; nothing else is needed.`, {
      reason: 'disk_full',
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new FettleError('data_in_use', `Another process uses ${file}. Stop it, or choose another data folder.`);
  }
  if (unwritableSystem.has(code) || unwritable.some((begin) => code.startsWith(begin))) {
    return new FettleError('data_unwritable', `${file} cannot be written: ${message}.`);
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new FettleError('internal', `${file} is damaged: ${message}. Restore it from a backup, or move it away.`);
  }
  return null;
}
