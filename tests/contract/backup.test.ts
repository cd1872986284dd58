/** A backup of records and series, made while both are written. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import { backUp, backUpStopped } from '@fettle/collector/store/backup/back-up';
import type { BackupPlan } from '@fettle/collector/store/backup/cut';
import { type Manifest, manifestName } from '@fettle/collector/store/backup/manifest';
import { restore } from '@fettle/collector/store/backup/restore';
import { openRecords } from '@fettle/collector/store/open';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import type { Records } from '@fettle/collector/store/stores';
import { describe, expect, test } from 'vitest';
import { enrolmentToken, note } from './records/samples.ts';
import { surprise, temporaryFolder } from './series/engines.ts';
import { device, everything, frame } from './series/frames.ts';
import { range } from './series/read.ts';

const never = new AbortController().signal;
const plan = (data: string, target: string): BackupPlan => ({
  data,
  target,
  records: 'sqlite',
  version: '1.2.3',
  now: 1_790_000_000_000,
  skip: ['not-this'],
});

interface World extends AsyncDisposable {
  readonly folder: string;
  readonly data: string;
  readonly records: Records;
  readonly series: SeriesStore;
  close(): Promise<void>;
}

async function world(): Promise<World> {
  const folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await mkdir(join(data, 'tls'), { recursive: true });
  await writeFile(join(data, 'identity.key'), 'secret');
  await writeFile(join(data, 'tls', 'ca.key'), 'secret too');
  await writeFile(join(data, 'not-this'), 'left out');
  const records = await openRecords({ sqlite: join(data, 'records.db') });
  const series = await openSqliteSeries(join(data, 'series'), { say: surprise });
  let closed: Promise<void> | undefined;
  const close = async () => {
    await series.close();
    await records.close();
  };
  return {
    folder: folder.path,
    data,
    records,
    series,
    close: () => (closed ??= close()),
    async [Symbol.asyncDispose]() {
      await (closed ??= close());
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Each round a new device, first in the records, then with frames; `acknowledged` has what is durable, by device. */
async function write({ records, series }: World, acknowledged: Map<number, number>, goes: () => boolean) {
  const start = 1_790_000_000_000;
  for (let round = 1; goes(); round++) {
    await records.devices.addToken({ ...enrolmentToken(), key: `device ${round}` }, note('token'));
    const known = Array.from({ length: round }, (_, i) => i + 1);
    const sequence = (number: number) => (acknowledged.get(number) ?? 0) + 1;
    await series.append(
      known.map((number) =>
        frame({ device: device(number), sequence: sequence(number), time: start + round * 61_000, values: [round] }),
      ),
    );
    for (const number of known) acknowledged.set(number, sequence(number));
    if (round % 20 === 0) await series.maintain(start + round * 61_000, { raw: 1e12, five: 1e12, hour: 1e12 });
  }
}

test('all that was acknowledged before is in it, and no frame of a device that the records do not know', async () => {
  await using one = await world();
  const acknowledged = new Map<number, number>();
  let goes = true;
  const writing = write(one, acknowledged, () => goes);
  while (acknowledged.size < 60) await sleep(5);
  const target = join(one.folder, 'backup');
  const before = new Map(acknowledged);
  const manifest = await backUp(one.series, plan(one.data, target), never);
  const after = acknowledged.size;
  while (acknowledged.size < after + 5) await sleep(5);
  goes = false;
  await writing;
  expect(after).toBeGreaterThan(before.size);

  const into = join(one.folder, 'again');
  expect(await restore(target, into)).toEqual(manifest);
  await using records = disposable(await openRecords({ sqlite: join(into, 'records.db') }));
  await using series = disposable(await openSqliteSeries(join(into, 'series'), { say: surprise }));
  for (const [number, count] of before) {
    expect(await series.it.resume(device(number))).toBeGreaterThanOrEqual(count);
    const [found] = await range(series.it, { ...everything, devices: [device(number)] });
    expect(found?.points.length).toBeGreaterThanOrEqual(count);
    expect(found?.points.length).toBe(await series.it.resume(device(number)));
  }
  for (const number of acknowledged.keys()) {
    if ((await series.it.resume(device(number))) === 0) continue;
    expect(await records.it.devices.token(`device ${number}`)).not.toBeNull();
  }
  expect(await readFile(join(into, 'identity.key'), 'utf8')).toBe('secret');
  expect(await readdir(into)).not.toContain('not-this');
});

const disposable = <It extends { close(): Promise<void> }>(it: It) => ({ it, [Symbol.asyncDispose]: () => it.close() });

describe('a backup', () => {
  test('tells the size and hash of each file, which only its owner may read', async () => {
    await using one = await world();
    await one.series.append([frame({ sequence: 1, time: 5_000, values: [7] })]);
    const target = join(one.folder, 'backup');
    const { files } = await backUp(one.series, plan(one.data, target), never);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['identity.key', 'records.db', 'series/journal.db', 'tls/ca.key']),
    );
    for (const { path, bytes, sha256 } of files) {
      const content = await readFile(join(target, path));
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect((await stat(join(target, path))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(target)).mode & 0o777).toBe(0o700);
  });

  test('is made of a collector that is stopped, too', async () => {
    await using one = await world();
    await one.series.append([frame({ sequence: 1, time: 5_000, values: [7] })]);
    await one.close();
    const target = join(one.folder, 'backup');
    await backUpStopped(plan(one.data, target));
    await restore(target, join(one.folder, 'again'));
    await using series = disposable(await openSqliteSeries(join(one.folder, 'again', 'series'), { say: surprise }));
    expect((await range(series.it, everything))[0]?.points).toEqual([[5_000, 7]]);
  });

  test('writes over nothing and not into the data folder', async () => {
    await using one = await world();
    const code = (target: string) => backUp(one.series, plan(one.data, target), never).catch((error) => error.code);
    await mkdir(join(one.folder, 'full'));
    await writeFile(join(one.folder, 'full', 'mine'), 'mine');
    expect(await code(join(one.folder, 'full'))).toBe('folder_not_empty');
    expect(await readFile(join(one.folder, 'full', 'mine'), 'utf8')).toBe('mine');
    expect(await code(join(one.data, 'backup'))).toBe('config_invalid');
    expect(await code(one.folder)).toBe('config_invalid');
  });

  test('that is given up leaves the folder empty and the series going', async () => {
    await using one = await world();
    const target = join(one.folder, 'backup');
    const abort = new AbortController();
    const made = backUp(one.series, plan(one.data, target), abort.signal).catch((error) => error.message);
    await sleep(1);
    abort.abort(new Error('enough'));
    expect(await made).toContain('not made');
    expect(await readdir(target)).toEqual([]);
    expect(await one.series.append([frame({ sequence: 1, time: 5_000, values: [7] })])).toEqual(['stored']);
  });
});

describe('a restore refuses', () => {
  async function made(): Promise<World & { target: string; into: string }> {
    const one = await world();
    const target = join(one.folder, 'backup');
    await backUp(one.series, plan(one.data, target), never);
    return Object.assign(one, { target, into: join(one.folder, 'again') });
  }
  const refusal = (target: string, into: string) => restore(target, into).catch((error) => error.code);

  test('a data folder that holds something', async () => {
    await using one = await made();
    expect(await refusal(one.target, one.data)).toBe('folder_not_empty');
  });

  test.for(['changed', 'longer', 'missing'])('a backup with a file that is %s', async (how) => {
    await using one = await made();
    const file = join(one.target, 'series', 'journal.db');
    const content = await readFile(file);
    if (how === 'changed') content.writeUInt8(255 - content.readUInt8(content.length >> 1), content.length >> 1);
    if (how === 'missing') await rm(file);
    else await writeFile(file, how === 'longer' ? Buffer.concat([content, Buffer.alloc(1)]) : content);
    expect(await refusal(one.target, one.into)).toBe('backup_damaged');
    expect(await readdir(one.folder)).not.toContain('again');
  });

  test.for(['', '{}', '{"format":2,"files":[]}', '../../escape', '/etc/escape'])('the manifest %j', async (text) => {
    await using one = await made();
    const file = join(one.target, manifestName);
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    const bad = { ...manifest, files: [{ ...manifest.files[0], path: text }] };
    await writeFile(file, text.includes('escape') ? JSON.stringify(bad) : text);
    expect(await refusal(one.target, one.into)).toBe('backup_damaged');
  });
});
