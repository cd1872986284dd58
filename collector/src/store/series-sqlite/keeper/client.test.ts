import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { decodeRows } from '../block/codec.ts';
import { openForReading, openForWriting } from '../files/open-file.ts';
import { GrowingBytes } from '../journal/bytes.ts';
import { encodeRecord } from '../journal/frame-record.ts';
import { KeeperClient } from './client.ts';
import type { Segment } from './messages.ts';

const start = Date.UTC(2026, 10, 18);
const plan = { raw: 1e12, five: 1e12, hour: 1e12 };
const decimals = Uint8Array.of(1, 0);
const dictionary = { id: 1, series: Int32Array.of(5, 9), decimals, states: Uint8Array.of(0, 1) };
const raw = 'raw-2026-11-16.db';

function segment(device: number, through: number, from: number, count: number): Segment {
  const out = new GrowingBytes();
  for (let i = 0; i < count; i++) {
    const sequence = from + i;
    const values = Float64Array.of(sequence / 10, sequence % 3);
    const time = start + sequence * 10_000;
    encodeRecord(out, { sequence, time, shift: 0, offset: 0, dictionary: 1, decimals, values, tables: [] });
  }
  return { device, through, records: out.content };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fettle-keeper-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function open(path: string, ended: (error: Error) => void = () => undefined): KeeperClient {
  const client = new KeeperClient(path, ended);
  onTestFinished(() => client.close());
  return client;
}

function sequences(path: string): number[] {
  const db = openForReading(join(path, raw));
  const found = db?.prepare('select data from block order by first').all() as { data: Uint8Array }[];
  db?.close();
  return found.flatMap(({ data }) => [...decodeRows(data).sequences]);
}

test('seals, compacts and closes in a thread of its own', async () => {
  const path = folder();
  const client = open(path);
  client.dictionary(dictionary);
  const first = await client.seal([segment(1, 1, 1, 60)]);
  expect(Object.keys(first.confirm)).toEqual([raw]);
  const second = await client.seal([segment(1, 2, 61, 60)]);
  expect(second.confirm[raw]).toBeGreaterThan(first.confirm[raw] as number);
  const now = start + 86_400_000;
  let answer = await client.maintain(now, plan, second.confirm);
  while (answer.more) answer = await client.maintain(now, plan, second.confirm);
  expect(answer).toMatchObject({ damaged: [], dropped: [], removed: 0 });
  expect(sequences(path)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  await client.close();
  await expect(client.seal([segment(1, 3, 121, 1)])).rejects.toMatchObject({ code: 'not_ready' });
});

test('while it is held nothing is written, and seals wait', async () => {
  const path = folder();
  const client = open(path);
  client.dictionary(dictionary);
  await client.seal([segment(1, 1, 1, 10)]);
  await client.hold();
  let isSealed = false;
  const waiting = client.seal([segment(1, 2, 11, 10)]).finally(() => {
    isSealed = true;
  });
  await client.hold();
  expect(isSealed).toBe(false);
  expect(sequences(path)).toHaveLength(10);
  await client.goOn();
  await waiting;
  expect(sequences(path)).toHaveLength(20);
});

test('what fails rejects with what to do, and the next one goes on', async () => {
  const path = folder();
  const client = open(path);
  await expect(client.seal([segment(1, 1, 1, 10)])).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('Dictionary 1'),
  });
  client.dictionary(dictionary);
  await client.seal([segment(1, 1, 1, 10)]);
  expect(sequences(path)).toHaveLength(10);
});

test('the code of what a thread ended with is told', async () => {
  const path = folder();
  const db = openForWriting(join(path, raw), 'raw');
  db.pragma('user_version = 1000');
  db.close();
  await expect(open(path).hold()).rejects.toMatchObject({ code: 'database_newer' });
});

test('when the thread cannot begin, all that is outstanding rejects with the reason, and what comes after', async () => {
  const path = folder();
  writeFileSync(join(path, raw), 'this is no database, and long enough to have a header of one: '.repeat(40));
  const told: Error[] = [];
  const client = open(path, (error) => told.push(error));
  const outstanding = [client.seal([segment(1, 1, 1, 10)]), client.hold()];
  for (const one of await Promise.allSettled(outstanding)) {
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    expect(String((one as PromiseRejectedResult).reason.message)).toContain(`${raw} is damaged`);
  }
  expect(told).toHaveLength(1);
  await expect(client.goOn()).rejects.toBe(told[0]);
});
