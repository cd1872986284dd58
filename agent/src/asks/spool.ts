/** Reads what lies in the spool, a bounded part at a time. Every local user may write there, so every file may be anything. */
import { closeSync, constants, fstatSync, openSync, opendirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AskBody, longest, readAsk } from './ask-text.ts';
import { fileOf, keyForm } from './place.ts';

export interface Spooled {
  readonly key: string;
  /** The user whose file it is, by number. */
  readonly uid: number;
  /** Null: it is none that could be read. */
  readonly body: AskBody | null;
}

/** Files read at once, and names looked at. */
const most = { files: 50, names: 2_000 } as const;

/** `more`: there are others. What is no ask is taken away, where it can be. */
export function readSpool(folder: string): { readonly found: readonly Spooled[]; readonly more: boolean } {
  const found: Spooled[] = [];
  const handle = opendirSync(folder);
  try {
    for (let i = 0; i < most.names; i++) {
      const entry = handle.readSync();
      if (entry === null) return { found, more: false };
      if (found.length === most.files) return { found, more: true };
      const key = entry.name.endsWith('.json') ? entry.name.slice(0, -'.json'.length) : '';
      const spooled = entry.isFile() && keyForm.test(key) ? readOne(folder, key) : null;
      if (spooled) found.push(spooled);
      // One that is still being written has another name, and is young; what lies there for no reason goes with the next start.
      else if (!entry.name.endsWith('.new')) take(join(folder, entry.name));
    }
    return { found, more: false };
  } finally {
    handle.closeSync();
  }
}

/** Takes one away. */
export function unspool(folder: string, key: string): void {
  take(fileOf(folder, key));
}

function take(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    // A folder of somebody else's: it is looked past.
    if (
      !['ERR_FS_EISDIR', 'EISDIR', 'EPERM', 'EACCES', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
    )
      throw error;
  }
}

/** Null: it is gone, or a link, a pipe, a second name of something else. */
function readOne(folder: string, key: string): Spooled | null {
  let file: number;
  try {
    // Nothing is followed, and nothing waited for.
    file = openSync(fileOf(folder, key), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'EACCES', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
  try {
    const { uid, size, nlink, ...is } = fstatSync(file);
    if ((is.mode & constants.S_IFMT) !== constants.S_IFREG || nlink !== 1) return null;
    if (size > longest.bytes) return { key, uid, body: null };
    const bytes = Buffer.alloc(longest.bytes);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return { key, uid, body: readAsk(bytes.toString('utf8', 0, length)) };
  } finally {
    closeSync(file);
  }
}
