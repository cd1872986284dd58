import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const warning = 40;

/**
 * What a person should see of a line that a program printed: text for people as it is, of its JSON log (pino) only
 * warnings and errors. Undefined: nothing.
 */
export function forPeople(name: string, line: string): string | undefined {
  if (!line.startsWith('{')) return line;
  const entry = parse(line);
  if (entry === undefined) return line;
  if (typeof entry.level !== 'number' || entry.level < warning) return undefined;
  const { msg = 'see its log', err } = entry;
  return err?.message === undefined ? `${name}: ${msg}` : `${name}: ${msg}: ${err.message}`;
}

/** What pino writes, as far as it is shown. */
interface Entry {
  readonly level?: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}

/** A program's output in a file of its own, begun anew at each start, and when it would grow past its bound (the old one is kept). */
export class LogFile {
  readonly path: string;
  readonly #mostBytes: number;
  #file: number;
  #bytes = 0;

  constructor(path: string, mostBytes = 16 * 1024 * 1024) {
    this.path = path;
    this.#mostBytes = mostBytes;
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, 'w', 0o600);
  }

  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    if (this.#bytes + bytes.length > this.#mostBytes) this.#turn();
    this.#bytes += writeSync(this.#file, bytes);
  }

  end(): void {
    closeSync(this.#file);
  }

  #turn(): void {
    closeSync(this.#file);
    renameSync(this.path, `${this.path}.old`);
    this.#file = openSync(this.path, 'w', 0o600);
    this.#bytes = 0;
  }
}
