/** The reader's thread: what it costs is bounded, whoever stops reading ends the work, and its death is survived. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { Reader } from '@fettle/collector/store/series-sqlite/reader/client';
import { packDevices } from '@fettle/collector/store/series-sqlite/reader/open-records';
import { temporaryFolder } from './series/engines.ts';
import { device, dictionary, everything, frame } from './series/frames.ts';
import { range } from './series/read.ts';

/** Its memory moves with it: each is asked once. */
const question = () => ({
  devices: packDevices(
    Array.from({ length: 40 }, (_, n) => ({ device: n + 1, late: 0, until: 0, stored: 0, parts: [] })),
  ),
  series: Int32Array.of(1),
  aggs: ['avg' as const],
  from: 0,
  to: 1_000,
  step: null,
  maxPoints: 10,
  budgetMs: 1_000,
});

test('a question that takes too long is refused, and the next one answered', async () => {
  await using folder = await temporaryFolder();
  const store = await openSqliteSeries(folder.file);
  const devices = Array.from({ length: 50 }, (_, n) => device(n + 1));
  for (const id of devices) await store.append([frame({ device: id, sequence: 1, time: 1_000, values: [1] })]);
  const asked = { ...everything, devices };
  await expect(range(store, { ...asked, budgetMs: 1e-6 })).rejects.toMatchObject({ code: 'query_too_long' });
  expect(await range(store, { ...asked, budgetMs: 60_000 })).toHaveLength(50);
  await store.close();
});

test('whoever stops reading gets no more, and others are answered', async () => {
  await using folder = await temporaryFolder();
  const store = await openSqliteSeries(folder.file);
  const columns = dictionary(...Array.from({ length: 50 }, (_, n) => `m{a=${n}}`));
  const devices = Array.from({ length: 40 }, (_, n) => device(n + 1));
  for (const id of devices) {
    const values = columns.series.map((_, n) => n);
    const frames = Array.from({ length: 50 }, (_, n) =>
      frame({ device: id, sequence: n + 1, time: n * 1_000, values, dictionary: columns }),
    );
    await store.append(frames);
  }
  const asked = { ...everything, devices };
  let read = 0;
  for await (const series of store.scan(asked)) {
    expect(series.values).toHaveLength(50);
    if (++read === 3) break;
  }
  // One that reads nothing for a while keeps nobody else waiting, and then still gets everything.
  const slow = store.scan(asked)[Symbol.asyncIterator]();
  await slow.next();
  expect(await range(store, asked)).toHaveLength(40 * 50);
  let rest = 1;
  while (!(await slow.next()).done) rest++;
  expect(rest).toBe(40 * 50);
  await store.close();
});

test('a thread that dies fails what it was asked and starts anew', async () => {
  await using folder = await temporaryFolder();
  const program = join(folder.path, 'dying.mjs');
  const starts = join(folder.path, 'starts');
  writeFileSync(
    program,
    `import { appendFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     appendFileSync(${JSON.stringify(starts)}, 'x');
     parentPort.on('message', ({ type, id }) => {
       if (type === 'range') process.exit(3);
       if (type === 'size') parentPort.postMessage({ type: 'size', id, raw: 1, five: 2, hour: 3 });
     });`,
  );
  const reader = new Reader({ folder: folder.path, program: pathToFileURL(program) });
  const first = reader.range(question()).next();
  await expect(first).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('code 3') });
  expect(await reader.size({ device: 1 })).toMatchObject({ raw: 1, five: 2, hour: 3 });
  expect(readFileSync(starts, 'utf8')).toBe('xx');
});

test('what is open when it closes is rejected', async () => {
  await using folder = await temporaryFolder();
  const reader = new Reader({ folder: folder.path });
  const open = reader.range(question()).next();
  const closed = reader.close();
  await expect(open).rejects.toMatchObject({ code: 'not_ready' });
  await closed;
  await expect(reader.size({ device: 1 })).rejects.toMatchObject({ code: 'not_ready' });
});
