import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Status, writeStatus } from './status.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-status-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const status = (problem: string | null) => ({ version: '1', problem }) as Status;
const read = () => JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8')) as Status;

test('what was written last is what is read', () => {
  writeStatus(folder, status('first'));
  writeStatus(folder, status(null));
  expect(read()).toEqual({ version: '1', problem: null });
});

test('a place that cannot be written is told to whoever asked', () => {
  mkdirSync(join(folder, 'status.json'));
  expect(() => writeStatus(folder, status(null))).toThrow(/EISDIR/);
});
