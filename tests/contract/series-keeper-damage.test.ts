import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openForWriting } from '@fettle/collector/store/series-sqlite/files/open-file';
import { PeriodFiles } from '@fettle/collector/store/series-sqlite/files/files';
import { decodeFleet } from '@fettle/collector/store/series-sqlite/rollup/fleet-codec';
import { GrowingBytes } from '@fettle/collector/store/series-sqlite/journal/bytes';
import { encodeRecord } from '@fettle/collector/store/series-sqlite/journal/frame-record';
import { Keeper } from '@fettle/collector/store/series-sqlite/keeper/keeper';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { piecesIn, rowsIn, select } from './series/keeper-contents.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A Wednesday. */
const start = Date.UTC(2026, 10, 18);
const plan = { raw: 1e15, five: 1e15, hour: 1e15 };
const raw = 'raw-2026-11-16.db';
const five = 'five-2026-11.db';
const decimals = Uint8Array.of(1, 0);

let folder = '';
let files: PeriodFiles;
let keeper: Keeper;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-keeper-'));
  begin();
});
afterEach(() => {
  files.close();
  rmSync(folder, { recursive: true, force: true });
});

function begin(): void {
  files = new PeriodFiles(folder);
  keeper = new Keeper(files);
  keeper.learn({ id: 1, series: Int32Array.of(5, 9), decimals, states: Uint8Array.of(0, 1) });
}

/** Frames of ten seconds from a time on; sequence numbers go on from there as well. */
function seal(device: number, from: number, count: number, through: number): void {
  const out = new GrowingBytes();
  for (let i = 0; i < count; i++) {
    const sequence = Math.floor((from - start) / 10_000) + i + 1;
    const values = Float64Array.of(sequence / 10, sequence % 3);
    encodeRecord(out, {
      sequence,
      time: from + i * 10_000,
      shift: 0,
      offset: 0,
      dictionary: 1,
      decimals,
      values,
      tables: [],
    });
  }
  keeper.seal([{ device, through, records: out.content }]);
}

function maintain(now: number) {
  return maintained(now, plan, {}).damaged;
}

function maintained(now: number, by: typeof plan, confirmed: Record<string, number>) {
  const damaged = [];
  for (;;) {
    const answer = keeper.maintain({ now, plan: by, confirmed });
    damaged.push(...answer.damaged);
    if (!answer.more) return { ...answer, damaged };
  }
}

/** Changes a bit in the middle of a row, as a worn disk does. */
function damage(file: string, table: string, where: string): void {
  files.close();
  const db = openForWriting(join(folder, file), 'raw');
  for (const { id, data } of db.prepare(`select rowid as id, data from ${table} where ${where}`).all() as {
    id: number;
    data: Buffer;
  }[]) {
    data[data.length >> 1] = (data[data.length >> 1] as number) ^ 1;
    db.prepare(`update ${table} set data = ? where rowid = ?`).run(data, id);
  }
  db.close();
  begin();
}

const counts = (kind: 'five' | 'hour', device: number) =>
  piecesIn(folder, kind, device).reduce((sum, { folds }) => sum + (folds[0]?.count.reduce((a, b) => a + b, 0) ?? 0), 0);

test('a damaged block is set aside and told once, and what else there is is compacted', () => {
  seal(1, start, 60, 1);
  seal(1, start + 600_000, 60, 2);
  seal(2, start, 60, 1);
  damage(raw, 'block', 'device = 1 and through = 1');
  expect(maintain(start + 3 * hour)).toEqual([
    { file: raw, what: 'block', device: 1, from: start, to: start + 590_000 },
  ]);
  expect(select(folder, ['raw'], 'select device, level, through from block order by device, level')).toEqual([
    { device: 1, level: 1, through: 2 },
    { device: 1, level: 2, through: 1 },
    { device: 2, level: 1, through: 1 },
  ]);
  expect([counts('five', 1), counts('five', 2)]).toEqual([60, 60]);
  expect(maintain(start + 3 * hour)).toEqual([]);
});

test('roll-ups keep what a block that was damaged later had told, and late frames are added', () => {
  seal(1, start, 60, 1);
  maintain(start + 2 * day);
  damage(raw, 'block', 'level = 1');
  seal(1, start + 600_000, 10, 2);
  expect(maintain(start + 2 * day)).toMatchObject([{ what: 'block', device: 1 }]);
  expect([counts('five', 1), counts('hour', 1)]).toEqual([70, 70]);
  seal(1, start + 900_000, 10, 3);
  expect(maintain(start + 2 * day)).toEqual([]);
  expect([counts('five', 1), counts('hour', 1)]).toEqual([80, 80]);
});

test('a damaged piece is told of, and the others of its day are merged', () => {
  seal(1, start, 60, 1);
  seal(1, start + 4 * hour, 60, 2);
  maintain(start + 7 * hour);
  damage(five, 'piece', `start = ${start}`);
  expect(maintain(start + 2 * day)).toEqual([
    { file: five, what: 'piece', device: 1, from: start, to: start + 2 * hour },
  ]);
  expect([counts('five', 1), counts('hour', 1)]).toEqual([60, 60]);
  expect(select(folder, ['five'], 'select finish - start as length from piece')).toEqual([{ length: day }]);
});

test('fleet rows are made where a span was compacted for many devices, and say of whom they do not tell', () => {
  const devices = Array.from({ length: 40 }, (_, i) => 500 + i);
  for (const device of devices) seal(device, start, 6 + (device % 7), 1);
  maintain(start + 3 * hour);
  const rows = select<{ shard: number; series: number; data: Uint8Array }>(
    folder,
    ['five'],
    'select shard, series, crc, data from fleet order by shard, series',
  );
  // 12 devices in shard 0 are read one by one as quickly, and the 28 of shard 1 too.
  expect(rows).toEqual([]);
  for (const device of devices) seal(device + 512, start, 6 + (device % 7), 2);
  maintain(start + 3 * hour);
  const made = select<{ shard: number; series: number; data: Uint8Array }>(
    folder,
    ['five'],
    'select shard, series, crc, data from fleet order by shard, series',
  );
  expect(made.map(({ shard, series }) => [shard, series])).toEqual([
    [1, 5],
    [1, 9],
  ]);
  const fleet = decodeFleet(made[0]?.data as Uint8Array);
  expect([...fleet.devices]).toEqual(
    [...devices, ...devices.map((one) => one + 512)].filter((one) => one >= 512 && one < 1024),
  );
  fleet.devices.forEach((device, i) => {
    const [piece] = piecesIn(folder, 'five', device);
    expect(fleet.folds[i]?.count[0]).toBe(piece?.folds[0]?.count[0]);
    expect(fleet.folds[i]?.sum[0]).toBe(piece?.folds[0]?.sum[0]);
  });
  seal(520, start + hour, 5, 3);
  maintain(start + 3 * hour);
  expect(select(folder, ['five'], 'select start, shard, device from newer')).toEqual([
    { start, shard: 1, device: 520 },
  ]);
  expect(rowsIn(folder, 520)?.count).toBe(6 + (520 % 7) + 5);
});

test('files go when the plan no longer keeps them, but not before the journal knows what was sealed', () => {
  seal(1, start, 60, 1);
  const short = { raw: day, five: 1e15, hour: 1e15 };
  const now = start + 30 * day;
  const { blocks } = files.week(files.all('raw')[0] as never);
  const confirmed = { [raw]: blocks.highest };
  expect(maintained(now, short, {})).toMatchObject({ removed: 0, dropped: [] });
  expect(maintained(now, short, confirmed)).toMatchObject({ removed: 60, dropped: [raw] });
  expect(readdirSync(folder).filter((name) => name.startsWith('raw'))).toEqual([]);
  seal(1, start + hour, 10, 2);
  expect(files.all('raw', 'late').map(({ name }) => name)).toEqual(['late-2026-11-16.db']);
  const late = { 'late-2026-11-16.db': files.week(files.all('late')[0] as never).blocks.highest };
  expect(late['late-2026-11-16.db']).toBeGreaterThan(confirmed[raw]);
  expect(maintained(now, short, late)).toMatchObject({
    removed: 10,
    dropped: Object.keys(late),
  });
  expect([counts('five', 1), counts('hour', 1)]).toEqual([70, 70]);
});
