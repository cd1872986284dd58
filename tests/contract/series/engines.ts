/** The engines that keep the contract of series, each opened empty. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';

export interface Opened extends AsyncDisposable {
  readonly store: SeriesStore;
  /** Where it keeps its files; null: it has none. */
  readonly folder: string | null;
  /** Closes it and opens it again, where it is kept; a start then finds marks and reads next to nothing at once. */
  readonly again: () => Promise<SeriesStore>;
}

export interface Engine {
  readonly name: string;
  readonly open: () => Promise<Opened>;
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
  readonly file: string;
}

/** A folder of a test's own, with a place for the series. */
export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'fettle-series-'));
  return {
    path,
    file: join(path, 'series'),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

const memory: Engine = {
  name: 'memory',
  async open() {
    const store = memorySeries();
    return { store, folder: null, again: async () => store, [Symbol.asyncDispose]: () => store.close() };
  },
};

/** Nothing is to be told of in these tests. */
export function surprise(error: Error): never {
  throw error;
}

/** Marks all the time, and all that they tell of is read later. */
export const seldomRead = { every: 10_000, atOnce: 0 };

const sqlite: Engine = {
  name: 'sqlite',
  async open() {
    const folder = await temporaryFolder();
    const open = () => openSqliteSeries(folder.file, { say: surprise, marking: seldomRead });
    let store = await open();
    return {
      store,
      folder: folder.file,
      async again() {
        await store.close();
        store = await open();
        return store;
      },
      async [Symbol.asyncDispose]() {
        await store.close();
        await folder[Symbol.asyncDispose]();
      },
    };
  },
};

export const engines: readonly Engine[] = [memory, sqlite];
