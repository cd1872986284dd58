import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PeriodFiles } from '../files/files.ts';
import { periodOf } from '../files/periods.ts';
import { Writes } from '../files/writes.ts';
import { Folder } from './folder.ts';
import { View } from './view.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-view-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const week = periodOf('raw', Date.UTC(2026, 8, 9));
const block = { device: 1, first: week.start, last: week.start + 1, frames: 1, through: 1, data: new Uint8Array(9) };

test('a week that is put together is not opened until it is written again; without news of writes it always is', () => {
  const writes = new Writes();
  const files = new PeriodFiles(folder, writes);
  const compacted = files.write(week, () => files.week(week).blocks.add(1, block));
  const knowing = new Folder(folder, writes);
  const alone = new Folder(folder);
  const look = (reader: Folder) => {
    const lend = vi.spyOn(reader, 'lend');
    const view = new View(reader, reader.periods(), true);
    const found = { unfinished: view.raw.map(({ unfinished }) => unfinished), opened: lend.mock.calls.length };
    view.close();
    lend.mockRestore();
    return found;
  };
  expect(look(knowing)).toEqual({ unfinished: [false], opened: 1 });
  expect(look(knowing)).toEqual({ unfinished: [false], opened: 0 });
  expect(look(alone)).toEqual({ unfinished: [false], opened: 1 });
  expect(look(alone)).toEqual({ unfinished: [false], opened: 1 });
  const sealed = files.write(week, () => files.week(week).blocks.add(0, block));
  expect(look(knowing)).toEqual({ unfinished: [true], opened: 1 });
  expect(look(knowing)).toEqual({ unfinished: [true], opened: 1 });
  files.write(week, () => [compacted, sealed].forEach((id) => files.week(week).blocks.remove(id)));
  expect(look(knowing)).toEqual({ unfinished: [false], opened: 1 });
  expect(look(knowing)).toEqual({ unfinished: [false], opened: 0 });
  expect(look(alone)).toEqual({ unfinished: [false], opened: 1 });
  for (const reader of [knowing, alone]) reader.close();
  files.close();
});

test('files that are made and that go are seen', () => {
  const writes = new Writes();
  const files = new PeriodFiles(folder, writes);
  const reader = new Folder(folder, writes);
  const names = () => reader.periods().map(({ name }) => name);
  expect(names()).toEqual([]);
  files.week(week);
  expect(names()).toEqual([week.name]);
  const hour = periodOf('hour', week.start);
  files.rollup(hour);
  expect(names()).toEqual([hour.name, week.name]);
  files.drop(week);
  expect(names()).toEqual([hour.name]);
  files.close();
});
