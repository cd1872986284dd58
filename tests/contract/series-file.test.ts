/** What the SQLite engine of series does with its files: over restarts, in bad places, under kill -9. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { append } from './series/appending.ts';
import { temporaryFolder } from './series/engines.ts';
import { device, dictionary, everything, frame, one, table } from './series/frames.ts';
import { range } from './series/read.ts';
import { tmpfs } from './series/tmpfs.ts';

describe('reopening', () => {
  test('finds everything that was durable', async () => {
    await using folder = await temporaryFolder();
    const series = dictionary('m{a=x}', 'm:3');
    let store = await openSqliteSeries(folder.file);
    await store.append([
      frame({ sequence: 3, time: 90_000, values: [1, 0.125], dictionary: series, tables: [table('processes', 3)] }),
      frame({ sequence: 4, time: 95_000, values: [-0, null], dictionary: series, tables: [table('processes', 4)] }),
      frame({ device: device(2), sequence: 1, time: 1_000, values: [7] }),
    ]);
    const before = await range(store, { ...everything, devices: [one, device(2)] });
    await store.close();

    store = await openSqliteSeries(folder.file);
    expect(await range(store, { ...everything, devices: [one, device(2)] })).toEqual(before);
    expect(before).toHaveLength(3);
    expect((await store.latest([one])).get(one)).toEqual([
      { metric: 'm', attributes: { a: 'x' }, value: -0, time: 95_000 },
    ]);
    expect(await store.resume(one)).toBe(4);
    expect((await store.table(one, 'processes'))?.time).toBeGreaterThanOrEqual(90_000);
    const late = frame({ sequence: 2, time: 20_000, values: [1], tables: [table('processes', 2)] });
    expect(await store.append([late])).toEqual(['stored']);
    expect((await store.table(one, 'processes'))?.time).toBeGreaterThanOrEqual(90_000);
    const again = frame({ sequence: 4, time: 96_000, values: [5, 5], dictionary: structuredClone(series) });
    expect(await store.append([again, { ...again, time: 97_000, frame: { ...again.frame, sequence: 5 } }])).toEqual([
      'duplicate',
      'stored',
    ]);
    expect((await store.latest([one])).get(one)?.[0]).toMatchObject({ value: 5, time: 97_000 });
    await store.close();
  });

  test('no log is left beside a file once it is closed, also where it was read from', async () => {
    await using folder = await temporaryFolder();
    const store = await openSqliteSeries(folder.file);
    const day = 86_400_000;
    const plan = { raw: 1_000 * day, five: 1_000 * day, hour: 1_000 * day };
    for (let at = 1; at <= 3; at++) {
      await store.append([frame({ sequence: at, time: at * day, values: [at] })]);
      while ((await store.maintain(at * day + 7_200_000 + 180_000, plan)).more);
      expect(await range(store, { ...everything, devices: [one] })).toHaveLength(1);
    }
    expect((await readdir(folder.file)).some((name) => /^raw-.*-wal$/.test(name))).toBe(true);
    await store.close();
    expect((await readdir(folder.file)).filter((name) => name.endsWith('-wal'))).toEqual([]);
  });

  test('the newest frame is the one with the newest time, not the highest number', async () => {
    await using folder = await temporaryFolder();
    let store = await openSqliteSeries(folder.file);
    await store.append([
      frame({ sequence: 1, time: 5_000, values: [1] }),
      frame({ sequence: 2, time: 4_000, values: [2] }),
      frame({ device: device(2), sequence: 2, time: 1_000, values: [2] }),
      frame({ device: device(2), sequence: 1, time: 1_000, values: [1] }),
    ]);
    await store.close();
    store = await openSqliteSeries(folder.file);
    const latest = await store.latest([one, device(2)]);
    expect([...latest.values()].map(([first]) => first?.value)).toEqual([1, 2]);
    await store.close();
  });

  test('what retention removed is not asked for again', async () => {
    await using folder = await temporaryFolder();
    let store = await openSqliteSeries(folder.file);
    await store.append([frame({ sequence: 12, time: 1_000, values: [1] })]);
    const day = 86_400_000;
    const plan = { raw: day, five: day, hour: day };
    while ((await store.maintain(400 * day, plan)).more);
    await store.close();
    store = await openSqliteSeries(folder.file);
    expect(await store.resume(one)).toBe(12);
    expect(await store.latest([one])).toEqual(new Map());
    await store.close();
  });

  test('equal dictionaries are stored once, whoever sends them', async () => {
    await using folder = await temporaryFolder();
    const store = await openSqliteSeries(folder.file);
    const mine = (): Dictionary => ({ series: [{ metric: 'm', attributes: { a: 'x', b: 'y' }, decimals: 2 }] });
    const otherOrder: Dictionary = { series: [{ decimals: 2, attributes: { b: 'y', a: 'x' }, metric: 'm' }] };
    await store.append([
      frame({ sequence: 1, time: 1_000, values: [1], dictionary: mine() }),
      frame({ sequence: 2, time: 2_000, values: [1], dictionary: mine() }),
      frame({ device: device(2), sequence: 1, time: 1_000, values: [1], dictionary: otherOrder }),
      frame({ device: device(2), sequence: 2, time: 2_000, values: [1], dictionary: dictionary('n') }),
    ]);
    await store.close();
    using db = look(join(folder.file, 'journal.db'));
    expect(db.one('select count(*) from dictionary')).toBe(2);
  });
});

describe('places where it cannot be', () => {
  test('a folder that cannot be made, a file that is a folder', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'text'), 'text');
    const inFile = openSqliteSeries(join(folder.path, 'text', 'series'));
    await expect(inFile).rejects.toMatchObject({ code: 'data_unwritable' });
    await writeFile(folder.file, '');
    await expect(openSqliteSeries(folder.file)).rejects.toMatchObject({ code: 'data_unwritable' });
    await mkdir(join(folder.path, 'other', 'journal.db'), { recursive: true });
    await expect(openSqliteSeries(join(folder.path, 'other'))).rejects.toMatchObject({ code: 'data_unwritable' });
  });

  // Root may write anywhere; for it the read-only disk below takes this one's place.
  if (process.getuid?.() !== 0) {
    test('a folder without permission', async () => {
      await using folder = await temporaryFolder();
      await chmod(folder.path, 0o500);
      await expect(openSqliteSeries(folder.file)).rejects.toMatchObject({ code: 'data_unwritable' });
      await chmod(folder.path, 0o700);
    });
  }

  test('a file of a newer version is refused and left as it is', async () => {
    await using folder = await temporaryFolder();
    await (await openSqliteSeries(folder.file)).close();
    {
      using db = look(join(folder.file, 'journal.db'));
      db.change('pragma user_version = 99');
    }
    const { mtimeMs } = await stat(join(folder.file, 'journal.db'));
    await expect(openSqliteSeries(folder.file)).rejects.toMatchObject({ code: 'database_newer' });
    expect((await stat(join(folder.file, 'journal.db'))).mtimeMs).toBe(mtimeMs);
  });

  test('the database of another program, and a file that is none', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.file);
    {
      using db = look(join(folder.file, 'journal.db'));
      db.change('pragma application_id = 77; create table mine (a)');
    }
    await expect(openSqliteSeries(folder.file)).rejects.toThrow('another program');
    await writeFile(join(folder.file, 'journal.db'), 'x'.repeat(10_000));
    await expect(openSqliteSeries(folder.file)).rejects.toThrow('damaged');
  });

  test('a file in use, by this process or another; free again when that is killed', async () => {
    await using folder = await temporaryFolder();
    const store = await openSqliteSeries(folder.file);
    await expect(openSqliteSeries(folder.file)).rejects.toMatchObject({ code: 'data_in_use' });
    await store.close();
    const other = append(folder.file, 1);
    await other.acknowledgedAtLeast(1);
    await expect(openSqliteSeries(folder.file)).rejects.toMatchObject({ code: 'data_in_use' });
    await other.kill();
    await (await openSqliteSeries(folder.file)).close();
  });
});

describe('kill -9', () => {
  test('5 times while it appends: every acknowledged frame is there, once', async () => {
    await using folder = await temporaryFolder();
    let first = 1;
    const acknowledged: number[] = [];
    for (const least of [1, 40, 7, 100, 25]) {
      const appender = append(folder.file, first);
      await appender.acknowledgedAtLeast(least);
      acknowledged.push(...(await appender.kill()));
      const store = await openSqliteSeries(folder.file);
      const times = (await range(store, everything))[0]?.points.map(([time]) => time / 1_000) ?? [];
      expect(new Set(times).size).toBe(times.length);
      expect(acknowledged.filter((sequence) => !times.includes(sequence))).toEqual([]);
      expect(await store.resume(one)).toBe(Math.max(...times));
      first = Math.max(...times) + 1;
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(170);
    using db = look(join(folder.file, 'journal.db'));
    expect(db.one('pragma integrity_check')).toBe('ok');
  });
});

describe('a full disk', () => {
  tmpfs.test('acknowledges nothing while it is full, keeps answering, and goes on when there is room', async () => {
    await using disk = await tmpfs.mount(3);
    const store = await openSqliteSeries(disk.file);
    const wide = dictionary(...Array.from({ length: 500 }, (_, i) => `m{a=${i}}`));
    const values = Array.from({ length: 500 }, (_, i) => Math.sqrt(i + 2));
    const next = (sequence: number) => frame({ sequence, time: sequence * 1_000, values, dictionary: wide });
    let sequence = 1;
    let refusal: unknown = null;
    for (; refusal === null && sequence < 3_000; sequence++) {
      refusal = await store.append([next(sequence)]).then(
        () => null,
        (error: unknown) => error,
      );
    }
    const refused = sequence - 1;
    expect(refusal).toMatchObject({ code: 'data_unwritable', details: { reason: 'disk_full' } });
    expect(refused).toBeGreaterThan(20);
    expect(await sequences(store)).toEqual(Array.from({ length: refused - 1 }, (_, i) => i + 1));
    const newcomer = frame({
      device: device(2),
      sequence: 1,
      time: 1_000,
      values,
      dictionary: dictionary('other', 'm'),
    });
    for (const late of [next(refused), { ...newcomer, dictionary: wide }, newcomer]) {
      await expect(store.append([late])).rejects.toMatchObject({ code: 'data_unwritable' });
    }

    expect(spawnSync('mount', ['-o', 'remount,size=12m', disk.path]).status).toBe(0);
    expect(await store.append([next(refused), next(1), newcomer])).toEqual(['stored', 'duplicate', 'stored']);
    await store.close();
    const again = await openSqliteSeries(disk.file);
    expect(await sequences(again)).toEqual(Array.from({ length: refused }, (_, i) => i + 1));
    const [found] = await range(again, { ...everything, devices: [device(2)], metrics: ['m'] });
    expect(found?.points).toEqual([[1_000, values[1]]]);
    await again.close();
  });

  tmpfs.test('a read-only disk is refused at the start', async () => {
    await using disk = await tmpfs.mount(3);
    await (await openSqliteSeries(disk.file)).close();
    expect(spawnSync('mount', ['-o', 'remount,ro', disk.path]).status).toBe(0);
    await expect(openSqliteSeries(disk.file)).rejects.toMatchObject({ code: 'data_unwritable' });
  });
});

async function sequences(store: SeriesStore): Promise<number[]> {
  const points = (await range(store, { ...everything, metrics: ['m'] }))[0]?.points ?? [];
  return points.map(([time]) => time / 1_000);
}

/** The file as another reader sees it. */
function look(file: string): Disposable & { one(sql: string): unknown; change(sql: string): void } {
  const db = new DatabaseSync(file);
  return {
    one: (sql) => Object.values(db.prepare(sql).get() ?? {})[0],
    change: (sql) => db.exec(sql),
    [Symbol.dispose]: () => db.close(),
  };
}
