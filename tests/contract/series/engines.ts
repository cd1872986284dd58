/** The engines that keep the contract of series, each opened empty. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';

export interface Opened extends AsyncDisposable {
  readonly store: SeriesStore;
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
    return { store, [Symbol.asyncDispose]: () => store.close() };
  },
};

/** Nothing is to be told of in these tests. */
export function surprise(error: Error): never {
  throw error;
}

const sqlite: Engine = {
  name: 'sqlite',
  async open() {
    const folder = await temporaryFolder();
    const store = await openSqliteSeries(folder.file, { say: surprise });
    return {
      store,
      async [Symbol.asyncDispose]() {
        await store.close();
        await folder[Symbol.asyncDispose]();
      },
    };
  },
};

export const engines: readonly Engine[] = [memory, sqlite];
