import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PeriodFiles } from './files.ts';
import { periodOf } from './periods.ts';
import { ofFolder, Writes } from './writes.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is freed in a file is given back by and by, but for a little', () => {
  const files = new PeriodFiles(folder);
  const week = periodOf('raw', Date.UTC(2026, 8, 9));
  const size = () => {
    files.checkpoint();
    return statSync(join(folder, week.name)).size;
  };
  const ids = files.write(week, () =>
    Array.from({ length: 1_000 }, (_, device) =>
      files
        .week(week)
        .blocks.add(0, { device, first: 1, last: 2, frames: 60, through: 1, data: new Uint8Array(7_000).fill(device) }),
    ),
  );
  const full = size();
  expect(files.giveBack(week, 100)).toBe(false);
  files.write(week, () => {
    for (const id of ids.slice(10)) files.week(week).blocks.remove(id);
  });
  expect(size()).toBe(full);
  let turns = 1;
  while (files.giveBack(week, 100)) turns++;
  expect(turns).toBeGreaterThan(5);
  expect(size()).toBeLessThan(full / 4);
  expect(files.week(week).blocks.sealed(3, 0, 9)[0]?.data).toEqual(Buffer.alloc(7_000, 3));
  expect(files.giveBack(week, 100)).toBe(false);
  files.close();
});

test('whoever shares the memory of writes hears of each, of files that are made and that go, and of a new writer', () => {
  const told = new Writes();
  const heard = new Writes(told.memory);
  const week = periodOf('raw', Date.UTC(2026, 8, 9));
  const other = periodOf('hour', Date.UTC(2026, 8, 9));
  let before = [0, 0, 0];
  const changes = () => {
    const now = [heard.of(week.name), heard.of(ofFolder), heard.of(other.name)];
    const found = now.map((one, i) => one !== before[i]);
    before = now;
    return found;
  };
  changes();
  const files = new PeriodFiles(folder, told);
  expect(changes()).toEqual([true, true, true]);
  files.write(week, () => {});
  expect(changes()).toEqual([true, true, false]);
  files.write(week, () => {});
  expect(changes()).toEqual([true, false, false]);
  expect(() =>
    files.write(week, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(changes()).toEqual([true, false, false]);
  files.week(week).blocks.sealed(1, 0, 9);
  expect(changes()).toEqual([false, false, false]);
  files.drop(week);
  expect(changes()).toEqual([true, true, false]);
  files.close();
});
