/** What the SQLite engine of series survives: damage, removed files, disks that fail, threads that die, kill -9 anywhere. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { requires } from '../support/requires.ts';
import { append } from './series/appending.ts';
import { temporaryFolder } from './series/engines.ts';
import { device, dictionary, everything, frame, one, table } from './series/frames.ts';
import { range } from './series/read.ts';

const long = 400 * 86_400_000;
const plan = { raw: long, five: long, hour: long };
/** A Monday, the beginning of a span. */
const start = Date.UTC(2026, 5, 1);

const framesOf = (first: number, count: number, id = one) =>
  Array.from({ length: count }, (_, i) =>
    frame({
      device: id,
      sequence: first + i,
      time: start + (first + i) * 10_000,
      values: [first + i],
      tables: i % 10 === 0 ? [table('processes', i)] : [],
    }),
  );

async function timesOf(store: SeriesStore, id = one): Promise<number[]> {
  const [found] = await range(store, { ...everything, devices: [id] });
  return found?.points.map(([time]) => (time - start) / 10_000) ?? [];
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

async function opened(folder: string) {
  const said: string[] = [];
  return { said, store: await openSqliteSeries(folder, { say: (error) => said.push(error.message) }) };
}

async function copyJournal(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const end of ['', '-wal']) {
    const name = join(from, `journal.db${end}`);
    if (existsSync(name)) await copyFile(name, join(to, `journal.db${end}`));
    else await rm(join(to, `journal.db${end}`), { force: true });
  }
  await rm(join(to, 'journal.db-shm'), { force: true });
}

/** Frames in blocks, as the files say. */
async function framesInBlocks(folder: string): Promise<number> {
  let frames = 0;
  for (const name of (await readdir(folder)).filter((file) => /^raw-.*\.db$/.test(file))) {
    using db = look(join(folder, name));
    frames += Number(db.one('select coalesce(sum(frames), 0) from block where level < 2'));
  }
  return frames;
}

function look(file: string) {
  const db = new DatabaseSync(file);
  return {
    one: (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0],
    change: (sql: string) => db.exec(sql),
    [Symbol.dispose]: () => db.close(),
  };
}

describe('an end between two files', () => {
  test('blocks that the journal does not know of are found, and nothing is doubled', async () => {
    await using folder = await temporaryFolder();
    const saved = join(folder.path, 'saved');
    const first = await opened(folder.file);
    await first.store.append([...framesOf(1, 100), ...framesOf(1, 10, device(2))]);
    await copyJournal(folder.file, saved);
    await first.store.maintain(start + 1_000_000, plan);
    await first.store.close();
    expect(await framesInBlocks(folder.file)).toBe(100);
    await copyJournal(saved, folder.file);

    const { store, said } = await opened(folder.file);
    expect(await timesOf(store)).toEqual(upTo(100));
    expect(await store.append([...framesOf(50, 2), ...framesOf(101, 70)])).toEqual([
      'duplicate',
      'duplicate',
      ...Array.from({ length: 70 }, () => 'stored'),
    ]);
    await store.maintain(start + 2_000_000, plan);
    expect(await timesOf(store)).toEqual(upTo(170));
    expect(await timesOf(store, device(2))).toEqual(upTo(10));
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(170);
    await store.close();
    expect(await framesInBlocks(folder.file)).toBe(170);
    expect(said).toEqual([]);
  });

  test('frames that were on their way to the keeper are still in the journal', async () => {
    await using folder = await temporaryFolder();
    const early = join(folder.path, 'early');
    const first = await opened(folder.file);
    await first.store.append(framesOf(1, 100));
    await copyJournal(folder.file, early);
    await first.store.close();
    const { store } = await opened(early);
    expect(await timesOf(store)).toEqual(upTo(100));
    await store.maintain(start + 1_000_000, plan);
    await store.close();
    expect(await framesInBlocks(early)).toBe(100);
    const again = await opened(early);
    expect(await timesOf(again.store)).toEqual(upTo(100));
    expect(await again.store.append(framesOf(7, 1))).toEqual(['duplicate']);
    await again.store.close();
  });

  test('batches go once all their frames are in blocks, and numbers are not given twice', async () => {
    await using folder = await temporaryFolder();
    const { store } = await opened(folder.file);
    for (let first = 1; first <= 200; first += 20) await store.append(framesOf(first, 20));
    await store.maintain(start + 4_000_000, plan);
    await store.append(framesOf(201, 1));
    await store.close();
    using db = look(join(folder.file, 'journal.db'));
    expect(Number(db.one('select count(*) from batch'))).toBeLessThan(4);
    const last = Number(db.one('select max(id) from batch'));
    const again = await opened(folder.file);
    await again.store.maintain(start + 40_000_000, plan);
    await again.store.append(framesOf(202, 1));
    await again.store.close();
    expect(Number(db.one('select max(id) from batch'))).toBeGreaterThan(last);
  });
});

describe('damage', () => {
  test('a batch whose bytes changed is set aside and told of; the rest lives', async () => {
    await using folder = await temporaryFolder();
    const first = await opened(folder.file);
    for (const sequence of upTo(5)) await first.store.append(framesOf(sequence, 1));
    await first.store.close();
    {
      using db = look(join(folder.file, 'journal.db'));
      db.change("update batch set data = cast(data || 'x' as blob) where id = 3");
    }
    const { store, said } = await opened(folder.file);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('Batch 3');
    expect(existsSync(join(folder.file, 'damaged-batch-3.bin'))).toBe(true);
    expect(await timesOf(store)).toEqual([1, 2, 4, 5]);
    expect(await store.append([...framesOf(3, 1), ...framesOf(4, 1)])).toEqual(['stored', 'duplicate']);
    await store.close();
    const again = await opened(folder.file);
    expect(again.said).toEqual([]);
    expect(await timesOf(again.store)).toEqual(upTo(5));
    await again.store.close();
  });

  test('pages of a batch that cannot be read cost that batch alone', async () => {
    await using folder = await temporaryFolder();
    const wide = dictionary(...Array.from({ length: 2_000 }, (_, i) => (i === 0 ? 'm' : `m{a=${i}}`)));
    const values = Array.from({ length: 2_000 }, (_, i) => Math.sqrt(i + 2));
    const first = await opened(folder.file);
    for (const sequence of upTo(6)) {
      await first.store.append([
        frame({ sequence, time: start + sequence * 10_000, values, dictionary: wide }),
        frame({ device: device(2), sequence, time: start + sequence * 10_000, values, dictionary: wide }),
      ]);
    }
    await first.store.close();
    const file = join(folder.file, 'journal.db');
    let page: number;
    {
      using db = look(file);
      page = Number(
        db.one("select pageno from dbstat where name = 'batch' and pagetype = 'overflow' limit 1 offset 9"),
      );
    }
    const torn = await open(file, 'r+');
    await torn.write(Buffer.alloc(8_192, 0xff), 0, 8_192, (page - 1) * 8_192);
    await torn.close();
    const { store, said } = await opened(folder.file);
    expect(said).toHaveLength(1);
    const [found] = await range(store, { ...everything, metrics: ['m'] });
    expect(found?.points).toHaveLength(5);
    expect(existsSync(join(folder.file, 'journal-damaged.db'))).toBe(true);
    expect(await store.append(framesOf(7, 1))).toEqual(['stored']);
    await store.close();
    using db = look(file);
    expect(db.one('pragma integrity_check')).toBe('ok');
  });

  test('a torn end of the write-ahead log costs nothing before it', async () => {
    await using folder = await temporaryFolder();
    const appender = append(folder.file, 1);
    await appender.acknowledgedAtLeast(50);
    const acknowledged = await appender.kill();
    const log = join(folder.file, 'journal.db-wal');
    await truncate(log, (await stat(log)).size - 100);
    const { store, said } = await opened(folder.file);
    const times = (await range(store, everything))[0]?.points.map(([time]) => time / 1_000) ?? [];
    // What the torn page held was the last commit: at most one frame of each of the four lanes.
    expect(acknowledged.slice(0, -4).filter((sequence) => !times.includes(sequence))).toEqual([]);
    expect(said).toEqual([]);
    await store.close();
  });

  test('a write-ahead log that somebody removed is told of, and what is in blocks keeps its names', async () => {
    await using folder = await temporaryFolder();
    const appender = append(folder.file, 1, 1_000);
    await appender.acknowledgedAtLeast(300);
    const someBlocks = () => framesInBlocks(folder.file).catch(() => 0);
    await expect.poll(someBlocks, { timeout: 30_000 }).toBeGreaterThan(0);
    await appender.kill();
    await rm(join(folder.file, 'journal.db-wal'));
    const inBlocks = await framesInBlocks(folder.file);
    expect(inBlocks).toBeGreaterThan(0);
    const { store, said } = await opened(folder.file);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('journal.db-wal is missing');
    const before = (await range(store, everything))[0]?.points ?? [];
    expect(before.length).toBeGreaterThanOrEqual(inBlocks);
    expect(before.every(([time, value]) => time === (value ?? 0) * 1_000)).toBe(true);
    const next = frame({ device: device(2), sequence: 1, time: 5_000, values: [5], dictionary: dictionary('n') });
    expect(await store.append([next])).toEqual(['stored']);
    await store.maintain(10_000_000, plan);
    expect((await range(store, everything))[0]?.points).toEqual(before);
    expect((await range(store, { ...everything, devices: [device(2)], metrics: ['n'] }))[0]?.points).toEqual([
      [5_000, 5],
    ]);
    await store.close();
    const again = await opened(folder.file);
    expect(again.said).toEqual([]);
    await again.store.close();
  });
});

describe('a keeper that fails', () => {
  test('is told of and starts anew; what was acknowledged stays, and goes into blocks when it can', async () => {
    await using folder = await temporaryFolder();
    const { store, said } = await opened(folder.file);
    await store.append(framesOf(1, 100));
    const raw = join(folder.file, 'raw-2026-06-01.db');
    await mkdir(raw);
    await expect(store.maintain(start + 1_000_000, plan)).rejects.toMatchObject({ code: 'data_unwritable' });
    expect(said.length).toBeGreaterThan(0);
    expect(await store.append(framesOf(101, 1))).toEqual(['stored']);
    await rmdir(raw);
    await expect
      .poll(
        () =>
          store.maintain(start + 1_000_000, plan).then(
            () => 'done',
            () => 'failed',
          ),
        { timeout: 20_000 },
      )
      .toBe('done');
    expect(await timesOf(store)).toEqual(upTo(101));
    await store.close();
    expect(await framesInBlocks(folder.file)).toBe(100);
  });
});

describe('kill -9', () => {
  test('7 times while it seals and compacts all the time: every acknowledged frame is there, once', async () => {
    await using folder = await temporaryFolder();
    const step = 60_000;
    const acknowledged: number[] = [];
    let first = 1;
    for (const least of [150, 400, 90, 600, 300, 130, 700]) {
      const appender = append(folder.file, first, step);
      await appender.acknowledgedAtLeast(least);
      // A busy machine begins to seal late.
      if (least > 500) await expect.poll(() => framesInBlocks(folder.file)).toBeGreaterThan(100);
      acknowledged.push(...(await appender.kill()));
      expect(appender.said).toEqual([]);
      const { store, said } = await opened(folder.file);
      const times = (await range(store, everything))[0]?.points.map(([time]) => time / step) ?? [];
      expect(new Set(times).size).toBe(times.length);
      expect(acknowledged.filter((sequence) => !times.includes(sequence))).toEqual([]);
      const [counted] = await range(store, { ...everything, to: 1e9, step: 3_600_000, agg: 'count' });
      expect(counted?.points.reduce((sum, [, count]) => sum + (count ?? 0), 0)).toBe(times.length);
      expect(said).toEqual([]);
      first = Math.max(...times) + 1;
      await store.close();
    }
    expect(await framesInBlocks(folder.file)).toBeGreaterThan(100);
  });
});

const compiler = requires.kernel('C compiler', spawnSync('cc', ['--version']).status === 0);

describe('a disk that fails to flush and to write', () => {
  compiler.test('nothing is acknowledged that is not durable, and it goes on once the disk does', async () => {
    await using folder = await temporaryFolder();
    const shim = join(folder.path, 'failing-sync.so');
    const source = fileURLToPath(new URL('series/failing-sync.c', import.meta.url));
    expect(spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl']).status).toBe(0);
    const failing = join(folder.path, 'failing');
    const appender = append(folder.file, 1, 10_000, { LD_PRELOAD: shim, FAILING_SYNC: failing });
    await appender.acknowledgedAtLeast(100);
    await writeFile(failing, '');
    await appender.saidAtLeast(30);
    await rm(failing);
    const before = appender.said.length;
    await appender.acknowledgedAtLeast(2_000);
    const acknowledged = await appender.kill();
    expect(before).toBeGreaterThanOrEqual(30);
    const { store } = await opened(folder.file);
    const times = (await range(store, everything))[0]?.points.map(([time]) => time / 10_000) ?? [];
    expect(new Set(times).size).toBe(times.length);
    expect(acknowledged.filter((sequence) => !times.includes(sequence))).toEqual([]);
    await store.close();
  });
});
