import { closeSync, openSync, readSync, readvSync } from 'node:fs';
import { text } from '../wasm/machine.ts';
import type { Reader } from './reader.ts';

/**
 * One place for all files, where platform/wasm looks for them: what was read is parsed before the next file is read. What is
 * beyond its end is not read. The kernel is first asked for no more than there may be: for each reading of a setting it makes
 * room for all that it is asked for.
 */
const first = { usual: [text.subarray(0, 64 * 1_024)], short: [text.subarray(0, 4 * 1_024)] } as const;

/**
 * The kernel gives a file of many records in pieces of a page or more; only a piece well below a page is surely the last.
 */
const surelyLast = 2_048;

/** The file, its device or the process behind it is gone; a new one may be there under the same name. */
const gone = new Set(['ENOENT', 'ENODEV', 'ENXIO', 'ESTALE', 'ESRCH', 'EIO', 'ENOTDIR']);

/** A file of /proc or /sys whose descriptor is kept and which is read from its beginning each time. */
export class ProcFile {
  readonly path: string;
  readonly #size: 'usual' | 'short';
  #descriptor = -1;

  /** @param size `short` where it is a line or some, as settings and files of a process are; longer ones are read all the same */
  constructor(path: string, size: 'usual' | 'short' = 'usual') {
    this.path = path;
    this.#size = size;
  }

  /**
   * Loads the reader with the whole file, valid until any file is read. False: there is no such file now.
   * @throws whatever else the system says, such as EACCES
   */
  read(reader: Reader): boolean {
    const length = this.load();
    if (length >= 0) reader.load(text, length);
    return length >= 0;
  }

  /** The same without a reader: the file is where platform/wasm looks for it. @returns how many bytes, -1: no such file now */
  load(): number {
    const kept = this.#descriptor >= 0;
    try {
      if (!kept) this.#descriptor = openSync(this.path, 'r');
      return readAll(this.#descriptor, first[this.#size]);
    } catch (error) {
      this.close();
      if (!gone.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return kept ? this.load() : -1;
    }
  }

  close(): void {
    if (this.#descriptor < 0) return;
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}

/** @returns how many bytes were read */
function readAll(descriptor: number, into: readonly Uint8Array[]): number {
  // Of Node's ways to read this one makes six times less garbage.
  let length = readvSync(descriptor, into, 0);
  for (let count = length; count >= surelyLast && length < text.length; length += count) {
    count = readSync(descriptor, text, length, text.length - length, length);
  }
  return length;
}

/** As `ProcFile.read` for a file that is read once: opened, read, closed. */
export function readOnce(path: string, reader: Reader): boolean {
  const file = new ProcFile(path);
  try {
    return file.read(reader);
  } finally {
    file.close();
  }
}
