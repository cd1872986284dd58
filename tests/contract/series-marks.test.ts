/** Marks: what a start knows of open frames without having read them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { decodeMark, encodeMark } from '@fettle/collector/store/series-sqlite/journal/mark-record';
import { Sequences } from '@fettle/collector/store/series-sqlite/journal/sequences';
import { seldomRead, temporaryFolder } from './series/engines.ts';
import { device, everything, frame, one, table } from './series/frames.ts';
import { range } from './series/read.ts';

const count = fc.nat();
const time = fc.maxSafeInteger();
const part = fc
  .record({ count, bytes: count, first: count, more: count, minTime: time, maxTime: time, steps: fc.array(count) })
  .map(({ more, steps, ...rest }) => {
    let bound = 0;
    const sequences = steps.map((step) => (bound += step));
    return { ...rest, last: rest.first + more, sequences };
  });
const newest = fc.option(fc.uint8Array({ minLength: 1, maxLength: 300 }));
const mark = fc.record({
  through: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  devices: fc.array(fc.record({ device: count, parts: fc.array(part, { maxLength: 2 }), newest })),
});

test('what is read of a mark is what was written', () => {
  fc.assert(
    fc.property(mark, (written) => {
      expect(decodeMark(encodeMark(written))).toEqual(written);
    }),
  );
});

const of = (numbers: readonly number[]) => {
  const set = new Sequences();
  for (const number of numbers) set.add(number);
  return set;
};
const some = fc.array(fc.integer({ min: 1, max: 60 }));

test('intervals are added and taken away as their numbers are', () => {
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      const whole = of(a);
      whole.addAll(of(b).intervals);
      expect(whole.intervals).toEqual(of([...a, ...b]).intervals);
      const left = a.filter((number) => !b.includes(number) && !c.includes(number));
      expect(of(a).without(of(b).intervals, of(c).intervals)).toEqual(of(left).intervals);
    }),
  );
});

const marking = { ...seldomRead, every: 300 };
const framesOf = (first: number, last: number, id = one) =>
  Array.from({ length: last - first + 1 }, (_, i) => {
    const sequence = first + i;
    const tables = sequence % 10 === 1 ? [table('processes', sequence)] : [];
    return frame({ device: id, sequence, time: 1_000 * sequence, values: [sequence], tables });
  });

async function opened(folder: string) {
  const said: string[] = [];
  const store = await openSqliteSeries(folder, { say: (error) => said.push(error.message), marking });
  const sequences = async (id = one) => {
    const [found] = await range(store, { ...everything, devices: [id] });
    return found?.points.map(([at]) => at / 1_000) ?? [];
  };
  return { said, store, sequences };
}

async function filled(folder: string, frames: number): Promise<void> {
  const { store } = await opened(folder);
  for (const made of framesOf(1, frames)) await store.append([made]);
  await store.close();
}

function look(folder: string) {
  const db = new DatabaseSync(join(folder, 'journal.db'));
  return {
    count: (from: string) => Number(Object.values(db.prepare(`select count(*) from ${from}`).get() ?? {})[0]),
    change: (sql: string) => db.exec(sql),
    [Symbol.dispose]: () => db.close(),
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

test('at once after a start all is known; ranges and tables come with what is read later', async () => {
  await using folder = await temporaryFolder();
  await filled(folder.file, 50);
  const { store, sequences, said } = await opened(folder.file);
  expect(await store.resume(one)).toBe(50);
  expect((await store.latest([one])).get(one)).toMatchObject([{ value: 50 }]);
  expect(await store.append([...framesOf(50, 51), ...framesOf(1, 2, device(2))])).toEqual([
    'duplicate',
    'stored',
    'stored',
    'stored',
  ]);
  expect((await store.table(one, 'processes', 12_000))?.time).toBe(1_000);
  expect(await sequences()).toEqual(upTo(51));
  expect(await sequences(device(2))).toEqual([1, 2]);
  await store.close();
  expect(said).toEqual([]);
});

test('what is closed before all is read is opened again with all', async () => {
  await using folder = await temporaryFolder();
  await filled(folder.file, 30);
  for (let n = 31; n <= 34; n++) {
    const { store, said } = await opened(folder.file);
    await store.append(framesOf(n, n));
    const answer = range(store, { ...everything, devices: [one] }).catch((error: unknown) => error);
    await store.close();
    await answer;
    expect(said).toEqual([]);
  }
  const { store, sequences } = await opened(folder.file);
  expect(await sequences()).toEqual(upTo(34));
  await store.close();
});

test('damage before the marks is told of and set aside; the rest answers, and the next start makes the journal anew', async () => {
  await using folder = await temporaryFolder();
  await filled(folder.file, 30);
  {
    using db = look(folder.file);
    expect(db.count('mark')).toBe(1);
    db.change("update batch set data = cast(data || 'x' as blob) where id = 3");
  }
  const first = await opened(folder.file);
  expect(await first.sequences()).toEqual(upTo(30).filter((sequence) => sequence !== 3));
  expect(first.said).toHaveLength(1);
  expect(first.said[0]).toContain('Batch 3');
  await first.store.close();
  expect(await readdir(folder.file)).toContain('damaged-batch-3.bin');
  const second = await opened(folder.file);
  expect(second.said).toHaveLength(1);
  expect(await second.sequences()).toEqual(upTo(30).filter((sequence) => sequence !== 3));
  await second.store.close();
  const third = await opened(folder.file);
  expect(third.said).toEqual([]);
  await third.store.close();
});

test.each([
  ['is damaged', "update mark set data = cast(data || 'x' as blob)"],
  ['is missing', 'delete from mark'],
])('where a mark %s, the start reads all', async (_, sql) => {
  await using folder = await temporaryFolder();
  await filled(folder.file, 20);
  {
    using db = look(folder.file);
    db.change(sql);
  }
  const { store, sequences, said } = await opened(folder.file);
  expect(await sequences()).toEqual(upTo(20));
  expect((await store.latest([one])).get(one)).toMatchObject([{ value: 20 }]);
  await store.close();
  expect(said).toEqual([]);
});
