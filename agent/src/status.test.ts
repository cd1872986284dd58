import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStatus, type Status, writeStatus } from './status.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-status-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const status = (problem: string | null) => ({ version: '1', problem }) as Status;
const path = () => join(folder, 'status.json');

test('what was written last is what is read, by every user and every program that reads JSON', () => {
  writeStatus(folder, status('first'.repeat(1_000)));
  writeStatus(folder, status(null));
  expect(readStatus(folder)).toEqual({ version: '1', problem: null });
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ version: '1', problem: null });
  expect(statSync(path()).mode & 0o777).toBe(0o644);
});

test('a place that cannot be written is told to whoever asked', () => {
  mkdirSync(path());
  expect(() => writeStatus(folder, status(null))).toThrow(/EISDIR/);
});

test('before the first word nothing is known, nor of one that the machine’s end cut in half or mixed', () => {
  expect(readStatus(folder)).toBeNull();
  writeStatus(folder, status('one'));
  const whole = readFileSync(path(), 'utf8');
  writeFileSync(path(), whole.slice(0, 20));
  expect(readStatus(folder)).toBeNull();
  // Good JSON, yet half of it is another’s.
  writeFileSync(path(), whole.replace('one', 'two'));
  expect(readStatus(folder)).toBeNull();
  writeFileSync(path(), whole);
  expect(readStatus(folder)).toEqual(status('one'));
});

test('what an older agent wrote is read as it is', () => {
  writeFileSync(path(), `${JSON.stringify(status('old'))}\n   `);
  expect(readStatus(folder)).toEqual(status('old'));
});

test('while it is written over and over, each reading is one whole writing', async () => {
  const writer = new Worker(
    `const { writeStatus } = require(${JSON.stringify(join(import.meta.dirname, 'status.ts'))});
     const { parentPort } = require('node:worker_threads');
     let go = true;
     parentPort.once('message', () => (go = false));
     let n = 0;
     const more = () => {
       for (let i = 0; i < 50; i++, n++) writeStatus(${JSON.stringify(folder)}, { version: String(n), problem: String(n).repeat(n % 2 === 0 ? 900 : 9) });
       if (go) setImmediate(more); else parentPort.postMessage(n);
     };
     more();
     parentPort.postMessage('began');`,
    { eval: true },
  );
  await once(writer, 'message');
  const seen = new Set<string>();
  for (let n = 0; n < 2_000; n++) {
    const read = readStatus(folder);
    expect(read).not.toBeNull();
    const version = read?.version ?? '';
    expect(read?.problem).toBe(version.repeat(Number(version) % 2 === 0 ? 900 : 9));
    seen.add(version);
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, no window
  writer.postMessage('stop');
  await once(writer, 'message');
  await writer.terminate();
  expect(seen.size).toBeGreaterThan(10);
});
