import { closeSync, openSync, readSync, readvSync } from 'node:fs';
import type { Reader } from './reader.ts';

/** One buffer for all files: what was read is parsed before the next file is read. */
let shared = new Uint8Array(64 * 1024);
const whole = [shared];

/**
 * The kernel gives a file of many records in pieces of a page or more; only a piece well below a page is surely the last,
 * if there was room for more.
 */
const surelyLast = 2_048;

/** The file, its device or the process behind it is gone; a new one may be there under the same name. */
const gone = new Set(['ENOENT', 'ENODEV', 'ENXIO', 'ESTALE', 'ESRCH', 'EIO', 'ENOTDIR']);

/** A file of /proc or /sys whose descriptor is kept and which is read from its beginning each time. */
export class ProcFile {
  readonly path: string;
  #descriptor = -1;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Loads the reader with the whole file, valid until any file is read. False: there is no such file now.
   * @throws whatever else the system says, such as EACCES
   */
  read(reader: Reader): boolean {
    const kept = this.#descriptor >= 0;
    try {
      if (!kept) this.#descriptor = openSync(this.path, 'r');
      const length = readAll(this.#descriptor);
      reader.load(shared, length);
      return true;
    } catch (error) {
      this.close();
      if (!gone.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return kept && this.read(reader);
    }
  }

  close(): void {
    if (this.#descriptor < 0) return;
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}

/** Reads into the shared buffer, which grows when it must. @returns how many bytes */
function readAll(descriptor: number): number {
  // Of Node's ways to read this one makes six times less garbage.
  let length = readvSync(descriptor, whole, 0);
  for (let count = length; count >= surelyLast; length += count) {
    if (shared.length - length < surelyLast) grow();
    count = readSync(descriptor, shared, length, shared.length - length, length);
  }
  return length;
}

function grow(): void {
  const larger = new Uint8Array(shared.length * 2);
  larger.set(shared);
  shared = larger;
  whole[0] = larger;
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
