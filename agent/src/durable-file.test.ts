import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIfThere, writeDurably } from './durable-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-durable-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is replaced whole, also over what an earlier write left behind', () => {
  const path = join(folder, 'one');
  writeFileSync(`${path}.new`, 'half');
  writeDurably(path, 'first', 0o600);
  writeDurably(path, 'second', 0o600);
  expect(readIfThere(path)).toBe('second');
  expect(readIfThere(`${path}.new`)).toBeNull();
});

test.skipIf(process.platform === 'win32')('a link that somebody put in the way is not followed', () => {
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, 'mine');
  symlinkSync(elsewhere, join(folder, 'one.new'));
  writeDurably(join(folder, 'one'), 'text', 0o600);
  expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
  expect(statSync(join(folder, 'one')).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('what all may read is so whatever the umask', () => {
  const before = process.umask(0o077);
  try {
    writeDurably(join(folder, 'one'), 'text', 0o644);
  } finally {
    process.umask(before);
  }
  expect(statSync(join(folder, 'one')).mode & 0o777).toBe(0o644);
});

test('a folder that is not there is told by its path', () => {
  expect(() => writeDurably(join(folder, 'no', 'one'), '', 0o600)).toThrow(
    expect.objectContaining({ code: 'data_unwritable', message: expect.stringContaining(join('no', 'one')) }),
  );
});
