/** What `fettle store check` finds in a folder, and what its repair saves. */
import { cp, open, readdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkFolder } from '@fettle/collector/store/series-sqlite/check/check-folder';
import { repairFolder } from '@fettle/collector/store/series-sqlite/check/repair-folder';
import { decodeBuckets } from '@fettle/collector/store/series-sqlite/rollup/codec';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Folder, surprise, temporaryFolder } from './series/engines.ts';
import { device, dictionary, everything, frame, table } from './series/frames.ts';
import { range } from './series/read.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A Tuesday. */
const start = Date.UTC(2026, 10, 17);
const later = start + 3 * day;
const week = 'raw-2026-11-16.db';
const five = 'five-2026-11.db';
const year = 'hour-2026.db';
const plan = { raw: 1e12, five: 1e12, hour: 1e12 };
const series = dictionary('m', 'n:2');
const devices = [device(1), device(2), device(3)];

/** Three devices over thirty hours, compacted, rolled up and merged; the newest frames are in the journal only. */
async function fill(file: string): Promise<void> {
  const store = await openSqliteSeries(file, { say: surprise });
  const frames = Array.from({ length: 1_800 }, (_, minute) =>
    devices.map((id, i) =>
      frame({
        device: id,
        sequence: minute + 1,
        time: start + minute * 60_000,
        values: [minute % 100, (i + minute) / 100],
        dictionary: series,
        tables: minute % 60 === 0 ? [table('processes', minute)] : [],
      }),
    ),
  );
  await store.append(frames.flat());
  while ((await store.maintain(later, plan)).more);
  const newest = { sequence: 9_000, time: later, values: [1, 1], dictionary: series };
  await store.append(devices.map((id) => frame({ device: id, ...newest })));
  await store.close();
}

let filled: Folder;
beforeAll(async () => {
  filled = await temporaryFolder();
  await fill(filled.file);
});
afterAll(() => filled[Symbol.asyncDispose]());

/** A copy of them for one test. */
async function folderWithSeries(): Promise<Folder> {
  const folder = await temporaryFolder();
  await cp(filled.file, folder.file, { recursive: true });
  return folder;
}

const query = { ...everything, devices, metrics: ['m', 'n'] };

async function answers(file: string, step?: number) {
  const store = await openSqliteSeries(file, { say: surprise });
  try {
    return await range(store, {
      ...query,
      from: start,
      to: later + 1,
      ...(step !== undefined && { step, agg: 'sum' as const }),
    });
  } finally {
    await store.close();
  }
}

function sql(folder: string, file: string, text: string): void {
  const db = new DatabaseSync(join(folder, file));
  db.exec(text);
  db.close();
}

/** All pieces, decoded. */
function rollups(folder: string) {
  return [five, year].map((file) => {
    const db = new DatabaseSync(join(folder, file));
    const rows = db.prepare('select device, start, finish, data from piece order by device, start').all();
    db.close();
    return rows.map(({ data, ...rest }) => ({ ...rest, buckets: decodeBuckets(data as Uint8Array) }));
  });
}

const flip = (what: string, where: string) =>
  `update ${what} set data = cast(substr(data, 1, 20) || x'ff00ff00' || substr(data, 25) as blob) where ${where}`;

test('a sound folder has no findings, and each row was looked at', async () => {
  await using folder = await folderWithSeries();
  const { findings, counts, devices: names } = checkFolder(folder.file);
  expect(findings).toEqual([]);
  expect(counts.block).toBeGreaterThanOrEqual(45);
  expect(counts.piece).toBeGreaterThanOrEqual(6);
  expect(counts.batch).toBeGreaterThan(0);
  expect(counts.moment).toBeGreaterThan(0);
  expect([...names.values()]).toEqual(devices);
});

describe('damage is found with device and time', () => {
  test.for([
    ['block', week, flip('block', 'device = 2 and id = (select min(id) from block where device = 2)'), 2],
    ['moment', week, flip('moment', 'id = (select min(id) from moment where device = 1)'), 1],
    ['piece', five, flip('piece', 'device = 3 and id = (select min(id) from piece where device = 3)'), 3],
    ['piece', year, flip('piece', 'device = 1'), 1],
  ] as const)('a %s of %s', async ([what, file, text, number]) => {
    await using folder = await folderWithSeries();
    sql(folder.file, file, text);
    const { findings } = checkFolder(folder.file);
    expect(findings.length).toBeGreaterThan(0);
    for (const one of findings) {
      expect(one).toMatchObject({ file, what, device: number, text: 'its checksum is wrong' });
      expect(one.from).toBeGreaterThanOrEqual(start - day);
      expect(one.to).toBeLessThanOrEqual(later);
    }
  });

  test('a checksum that fits says nothing of what is in it', async () => {
    await using folder = await folderWithSeries();
    sql(folder.file, week, 'update block set frames = frames + 1 where id = (select min(id) from block)');
    expect(checkFolder(folder.file).findings).toMatchObject([
      { what: 'block', text: 'it holds other frames than it says' },
    ]);
  });

  test('a batch of the journal, a name that is missing, a sequence number that stands twice', async () => {
    await using folder = await folderWithSeries();
    sql(folder.file, 'journal.db', flip('batch', '1'));
    sql(folder.file, 'journal.db', 'delete from series where id = 1');
    sql(
      folder.file,
      week,
      `insert into block select max(b.id) + 1, a.device, a.level, a.first, a.last, a.frames, a.through, a.crc, a.data
       from block a, block b where a.id = (select min(id) from block)`,
    );
    const found = checkFolder(folder.file).findings;
    expect(new Set(found.map(({ what }) => what))).toEqual(new Set(['batch', 'names', 'sequences']));
  });
});

describe('a repair', () => {
  test('makes roll-ups of five minutes again from the raw samples, and no hour counts twice', async () => {
    await using folder = await folderWithSeries();
    const before = rollups(folder.file);
    sql(folder.file, five, flip('piece', 'device = 3'));
    const { lost, kept, check } = repairFolder(folder.file, checkFolder(folder.file), later);
    expect(lost).toEqual([]);
    expect(kept).toMatch(/^damaged-20261120T000000Z\.db$/);
    expect(check.findings).toEqual([]);
    expect(rollups(folder.file)).toEqual(before);
  });

  test('makes hours again from five minutes', async () => {
    await using folder = await folderWithSeries();
    const before = rollups(folder.file);
    sql(folder.file, year, flip('piece', '1'));
    const { lost, check } = repairFolder(folder.file, checkFolder(folder.file), later);
    expect(lost).toEqual([]);
    expect(check.findings).toEqual([]);
    expect(rollups(folder.file)).toEqual(before);
  });

  test('takes a damaged block out, says what is lost, and keeps what the roll-ups know of it', async () => {
    await using folder = await folderWithSeries();
    const rolledUp = await answers(folder.file, hour);
    const raw = await answers(folder.file);
    const span = start + 4 * hour;
    sql(folder.file, week, flip('block', `device = 2 and first >= ${span} and first < ${span + 2 * hour}`));
    const { lost, kept, check } = repairFolder(folder.file, checkFolder(folder.file), later);
    expect(lost).toEqual([{ what: 'samples', file: week, device: 2, from: span, to: span + 2 * hour - 60_000 }]);
    expect(check.findings).toEqual([]);
    const damaged = new DatabaseSync(join(folder.file, kept as string));
    expect(damaged.prepare('select what, device, length(data) > 24 as whole from damaged').all()).toEqual([
      { what: 'block', device: 2, whole: 1 },
    ]);
    damaged.close();
    const left = await answers(folder.file);
    for (const [i, { device: id, points }] of raw.entries()) {
      const others = points.filter(([time]) => id !== device(2) || time < span || time >= span + 2 * hour);
      expect(left[i]?.points).toEqual(others);
    }
    expect(await answers(folder.file, hour)).toEqual(rolledUp);
  });

  test('makes a file anew whose pages are damaged, from the rows that can be read', async () => {
    await using folder = await folderWithSeries();
    const before = rollups(folder.file);
    const path = join(folder.file, five);
    const handle = await open(path, 'r+');
    await handle.write(Buffer.alloc(8_192, 0x5a), 0, 8_192, 8_192 * 2);
    await handle.close();
    const check = checkFolder(folder.file);
    expect(check.findings.map(({ what }) => what)).toContain('file');
    const { aside, check: after } = repairFolder(folder.file, check, later);
    expect(aside).toEqual([`${five}.damaged-20261120T000000Z`]);
    expect(after.findings).toEqual([]);
    expect(await readdir(folder.file)).toContain(aside[0]);
    expect(rollups(folder.file)).toEqual(before);
  });

  test.for(['is no database', 'is cut off', 'is empty'])('moves a file of roll-ups aside that %s', async (how) => {
    await using folder = await folderWithSeries();
    const before = rollups(folder.file);
    const path = join(folder.file, five);
    if (how === 'is no database') await writeFile(path, Buffer.alloc(50_000, 7));
    else await truncate(path, how === 'is empty' ? 0 : (await stat(path)).size >> 1);
    const { check } = repairFolder(folder.file, checkFolder(folder.file), later);
    expect(check.findings).toEqual([]);
    expect(rollups(folder.file)).toEqual(before);
  });

  test('takes a damaged batch out of the journal, and everything else goes on', async () => {
    await using folder = await folderWithSeries();
    const before = await answers(folder.file);
    sql(folder.file, 'journal.db', flip('batch', '1'));
    const { lost, check } = repairFolder(folder.file, checkFolder(folder.file), later);
    expect(lost.map(({ what }) => what)).toContain('frames not yet in blocks');
    expect(check.findings).toEqual([]);
    const left = await answers(folder.file);
    expect(left.map(({ points }) => points)).toEqual(
      before.map(({ points }) => points.filter(([time]) => time < later)),
    );
  });

  test('without names changes nothing and says what helps', async () => {
    await using folder = await folderWithSeries();
    sql(folder.file, five, flip('piece', 'device = 3'));
    await rename(join(folder.file, 'journal.db'), join(folder.file, 'gone'));
    const check = checkFolder(folder.file);
    expect(() => repairFolder(folder.file, check, later)).toThrow(/restore a backup. Nothing was changed/);
    expect((await readdir(folder.file)).filter((name) => name.startsWith('damaged'))).toEqual([]);
  });
});
