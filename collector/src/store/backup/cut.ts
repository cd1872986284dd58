/** A copy of all that a collector keeps, as it was at one instant. */
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { copyDurably, measure, sync } from './copy-file.ts';
import { filesBelow, makeFolderOf } from './folders.ts';
import { type BackupFile, type Manifest, manifestName } from './manifest.ts';

export interface BackupPlan {
  readonly data: string;
  /** There, and empty. */
  readonly target: string;
  readonly records: Manifest['records'];
  readonly version: string;
  /** ms since 1970. */
  readonly now: number;
  /** Paths in the data folder that are not to be copied. */
  readonly skip: readonly string[];
}

const recordsFile = 'records.db';
const journal = 'series/journal.db';
/** Pages a step; between steps other work of the thread goes on. */
const pagesAStep = 1_024;

/**
 * Records and journal as they are when it is made: what is written to them later does not show. The other files of series must
 * stay as they are until it is closed.
 */
export class Cut {
  readonly #plan: BackupPlan;
  readonly #open = new Map<string, Sqlite.Database>();

  /** @throws Error when one of the files cannot be read */
  constructor(plan: BackupPlan) {
    this.#plan = plan;
    try {
      if (plan.records === 'sqlite') this.#begin(recordsFile);
      this.#begin(journal);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Copies everything into the plan's target, with the manifest last. */
  async copy(): Promise<Manifest> {
    const { data, target, records, version, now } = this.#plan;
    const files: BackupFile[] = [];
    for (const path of [...this.#open.keys(), ...this.#filesOfBlocks()]) {
      const db = this.#open.get(path) ?? this.#connect(path);
      const file = await makeFolderOf(target, path);
      await db.backup(file, { progress: () => pagesAStep });
      db.close();
      this.#open.delete(path);
      await sync(file);
      files.push(await measure(file, path));
    }
    for (const path of await filesBelow(data, (one) => this.#isElse(one))) {
      const file = await makeFolderOf(target, path);
      await copyDurably(join(data, ...path.split('/')), file);
      files.push(await measure(file, path));
    }
    const manifest: Manifest = { format: 1, version, cutAt: now, records, files };
    const file = join(target, manifestName);
    await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await sync(file);
    return manifest;
  }

  close(): void {
    for (const db of this.#open.values()) db.close();
    this.#open.clear();
  }

  /** A read transaction keeps a connection's view, also that of the copy it makes. */
  #begin(path: string): void {
    const db = this.#connect(path);
    db.exec('begin');
    db.prepare('select count(*) from sqlite_schema').get();
  }

  #connect(path: string): Sqlite.Database {
    // Not read-only: that could not read what a crash left in a write-ahead log.
    const db = new Sqlite(join(this.#plan.data, ...path.split('/')), { fileMustExist: true, timeout: 5_000 });
    this.#open.set(path, db);
    return db;
  }

  #filesOfBlocks(): string[] {
    return readdirSync(join(this.#plan.data, 'series'))
      .filter((name) => name.endsWith('.db') && name !== 'lock.db')
      .map((name) => `series/${name}`)
      .filter((path) => path !== journal)
      .toSorted();
  }

  /** What is copied in another way, or not at all. */
  #isElse(path: string): boolean {
    return (
      path === 'series' ||
      path.endsWith('.new') ||
      this.#plan.skip.includes(path) ||
      [recordsFile, `${recordsFile}-wal`, `${recordsFile}-shm`].includes(path)
    );
  }
}

/** Whether a data folder holds anything that a backup could be made of. */
export const hasSeries = (data: string): boolean => existsSync(join(data, ...journal.split('/')));
