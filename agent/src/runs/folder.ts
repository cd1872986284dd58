/**
 * What the resident agent keeps of orders, in `runs` of its data folder. Nothing of it is trusted: the executor verifies and remembers
 * for itself. Only `history.json` may be read by every local user.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, unwritable, writeDurably } from '../durable-file.ts';
import type { Log } from '../log.ts';

/** A folder of JSON files, one a thing. */
export interface Shelf {
  /** In the order of their names, numbers by value. */
  readonly names: readonly string[];
  /** Null: there is none, or it cannot be read, which is told once and the file removed. */
  read(name: string): unknown;
  /** On disk when this returns. @throws FettleError `data_unwritable` */
  write(name: string, value: unknown): void;
  remove(name: string): void;
  rename(name: string, other: string): void;
}

const ending = '.json';
/** Whoever sends orders without end must not make each cost a sorting by a new collator. */
const byName = new Intl.Collator('en', { numeric: true });

/** @param mode of its files. @throws FettleError `data_unwritable` */
export function openShelf(folder: string, log: Log, mode = 0o600): Shelf {
  make(folder);
  const path = (name: string) => join(folder, `${name}${ending}`);
  const names = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length)),
  );
  let sorted: readonly string[] | null = null;
  const shelf: Shelf = {
    get names() {
      return (sorted ??= [...names].toSorted(byName.compare));
    },
    read(name) {
      if (!names.has(name)) return null;
      const value = readJson(path(name), log);
      if (value === null) shelf.remove(name);
      return value;
    },
    write(name, value) {
      writeDurably(path(name), JSON.stringify(value), mode);
      if (!names.has(name)) sorted = null;
      names.add(name);
    },
    remove(name) {
      rmSync(path(name), { force: true });
      names.delete(name);
      sorted = null;
    },
    rename(name, other) {
      renameSync(path(name), path(other));
      names.delete(name);
      names.add(other);
      sorted = null;
    },
  };
  return shelf;
}

function make(folder: string): void {
  try {
    // The history in the folder above may be read by all; what is in here may not.
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Null: no such file, or it is damaged, as after a power failure of a disk that lies. */
export function readJson(path: string, log: Log | null = null): unknown {
  const text = readIfThere(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    log?.warn({ path }, 'a damaged file is left out');
    return null;
  }
}
