import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeEach, afterEach, expect, test } from 'vitest';
import { openForReading, openForWriting } from './open-file.ts';
import { applicationId, formatVersion } from './schema.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-files-'));
  path = join(folder, 'raw-2026-11-16.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const add = (db: Sqlite.Database, device: number) =>
  db
    .prepare(
      'insert into block (device, level, first, last, frames, through, crc, data) values (?, 0, 1, 1, 1, 1, 0, ?)',
    )
    .run(device, Buffer.alloc(9));
const devices = (db: Sqlite.Database | null) => db?.prepare('select device from block order by id').pluck().all();

test('makes a file that survives power loss, and opens it again', () => {
  let db = openForWriting(path, 'raw');
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect(['page_size', 'journal_mode', 'synchronous', 'application_id', 'user_version'].map(pragma)).toEqual([
    4_096,
    'wal',
    2,
    applicationId,
    formatVersion,
  ]);
  add(db, 7);
  db.close();
  db = openForWriting(path, 'raw');
  expect(devices(db)).toEqual([7]);
  db.close();
});

test('reading sees what is written meanwhile, cannot write, and there is nothing where no file is', () => {
  expect(openForReading(path)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  const writer = openForWriting(path, 'raw');
  const reader = openForReading(path);
  add(writer, 7);
  expect(devices(reader)).toEqual([7]);
  expect(() => reader && add(reader, 8)).toThrow(/readonly/);
  writer.close();
  expect(devices(reader)).toEqual([7]);
  reader?.close();
  writeFileSync(join(folder, 'raw-2026-11-23.db'), '');
  expect(openForReading(join(folder, 'raw-2026-11-23.db'))).toBeNull();
});

test('a file that was removed stays with who reads it, and one made anew is another', () => {
  const old = openForWriting(path, 'raw');
  add(old, 1);
  const reader = openForReading(path);
  expect(devices(reader)).toEqual([1]);
  old.close();
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const anew = openForWriting(path, 'raw');
  add(anew, 2);
  expect(devices(reader)).toEqual([1]);
  reader?.close();
  const other = openForReading(path);
  expect(devices(other)).toEqual([2]);
  other?.close();
  anew.close();
  expect(openForReading(path)?.pragma('integrity_check', { simple: true })).toBe('ok');
});

test.each([
  ['of another program', 'pragma application_id = 5', 'data_unwritable', 'another program'],
  ['of a newer version', `pragma user_version = ${formatVersion + 1}`, 'database_newer', 'newer version'],
  ['of a format that never was', 'pragma user_version = 1', 'internal', 'Move it away'],
])('a file %s is not touched', (_, change, code, says) => {
  openForWriting(path, 'raw').close();
  const db = new Sqlite(path);
  db.exec(change);
  db.close();
  for (const open of [() => openForWriting(path, 'raw'), () => openForReading(path)]) {
    expect(open).toThrow(expect.objectContaining({ code, message: expect.stringContaining(says) }));
  }
});

test('a damaged file and a folder that is not there say so', () => {
  writeFileSync(path, 'no database '.repeat(1_000));
  expect(() => openForWriting(path, 'raw')).toThrow(/is damaged/);
  expect(() => openForReading(path)).toThrow(/is damaged/);
  const lost = join(folder, 'lost', 'raw-2026-11-16.db');
  expect(() => openForWriting(lost, 'raw')).toThrow(expect.objectContaining({ code: 'data_unwritable' }));
  expect(openForReading(lost)).toBeNull();
});
