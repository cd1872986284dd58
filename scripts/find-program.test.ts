import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram, locate } from './find-program.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}
const entry = (files: string[], commands: string[] = []) => ({
  name: 'x',
  for: 'tests',
  apt: [],
  override: 'X_PATH',
  commands,
  files,
});

test('the newest of several versions, by number and not by letter', () => {
  put('pg/9.6/bin/postgres');
  const newest = put('pg/15/bin/postgres');
  expect(locate(entry([`${folder}/pg/*/bin/postgres`]), {})).toBe(newest);
});

test('a star at the end of a name', () => {
  const file = put('pgsql-16/bin/postgres');
  put('other/bin/postgres');
  expect(locate(entry([`${folder}/pgsql-*/bin/postgres`]), {})).toBe(file);
});

test('PATH comes first, in its order', () => {
  const file = put('b/postgres');
  put('c/postgres');
  const PATH = ['a', 'b', 'c'].map((name) => join(folder, name)).join(delimiter);
  expect(locate(entry([`${folder}/c/postgres`], ['postgres']), { PATH })).toBe(file);
});

test('a path of one’s own wins, and is not replaced by another when it is wrong', () => {
  const file = put('a/postgres');
  const own = put('own');
  expect(locate(entry([file]), { X_PATH: own })).toBe(own);
  expect(locate(entry([file]), { X_PATH: join(folder, 'gone') })).toBeUndefined();
});

test('a name of the environment that is not set leads nowhere', () => {
  const file = put('a/chrome.exe');
  const pattern = '${PROGRAMFILES(X86)}/a/chrome.exe';
  expect(locate(entry([pattern]), {})).toBeUndefined();
  expect(locate(entry([pattern]), { 'PROGRAMFILES(X86)': folder })).toBe(file);
});

test('only what the list holds can be asked for', () => {
  expect(() => findProgram('leftpad')).toThrow('packages.json');
});
