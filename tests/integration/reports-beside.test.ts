/** Reports made on a thread of their own, over records in a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { beginReport, type MakeAsk } from '@fettle/collector/domain/reports/index';
import { ReportsBeside } from '@fettle/collector/reports-beside';
import { createReportDesk } from '@fettle/collector/reports-wiring';
import { reportWork } from '@fettle/collector/reports-work';
import { openRecords, openRecordsToRead } from '@fettle/collector/store/open';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Stores } from '@fettle/collector/store/stores';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedYear } from '../bench/load/year.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const hour = 3_600_000;
const actor = systemActor('test');
const clock = { now: () => now };
const quiet = async () => undefined;
const folder = mkdtempSync(join(tmpdir(), 'fettle-beside-'));
const file = join(folder, 'records.db');
let stores: Stores;
/** How series answer a thread. */
let series: () => Promise<void> = quiet;
let asked = 0;
const beside = new ReportsBeside({
  file,
  series: {
    async *scan(query) {
      asked++;
      await series();
      yield* stores.series.scan(query);
    },
  },
});

beforeAll(async () => {
  stores = { ...(await openRecords({ sqlite: file, loose: true })), series: memorySeries() };
  const { ids } = await seedYear(stores, { devices: 30, months: 1 }, now);
  const dictionary = { series: [{ metric: cpuBusy.name, attributes: {}, decimals: cpuBusy.decimals }] };
  for (let n = 1; n <= 50; n++) {
    const time = now - n * hour;
    const values = Float64Array.of(n / 100);
    await stores.series.append(
      ids.map((device) => ({ device, time, dictionary, frame: { sequence: n, time, offset: 0, values, tables: [] } })),
    );
  }
});
afterAll(async () => {
  await beside.close();
  await stores.close();
  rmSync(folder, { recursive: true });
});

const orderOf = (kind: 'executive' | 'trends'): MakeAsk['order'] => ({
  kind,
  from: now - 30 * 24 * hour,
  to: now,
  before: null,
  zone: 'Europe/Berlin',
  period: null,
  site: null,
  service: null,
  scope: everywhere,
  asked: { kind },
  brand: null,
  madeFor: null,
});

test('what is made beside is what is made here, to the last letter, series included', async () => {
  const here = reportWork(stores);
  const ask = { order: orderOf('executive'), now, late: true };
  const made = await beside.make(ask, quiet);
  expect(made).toEqual(await here.make(ask, quiet));
  expect(made.subtitle).toContain('made late');
  const preview = await beside.preview(orderOf('trends'), now);
  expect(preview).toBe(await here.preview(orderOf('trends'), now));
  expect(asked).toBeGreaterThan(0);
});

test('a desk over a file makes reports and their files beside, and leaves nothing running', async () => {
  const desk = createReportDesk({ stores, clock, key: new Uint8Array(32), address: () => 'https://fettle.example' });
  const { id } = await beginReport(desk.context(), actor, { kind: 'executive', zone: 'Europe/Berlin' });
  await desk.tend();
  expect(await stores.reports.report(id)).toMatchObject({ state: 'made', progress: 1 });
  const pdf = await desk.file(id, { as: 'pdf' });
  expect(
    Buffer.from(pdf?.content ?? '')
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(String((await desk.file(id, { as: 'html' }))?.content)).toContain('https://fettle.example');
  expect(await desk.file('k0' as never, { as: 'html' })).toBeNull();
  await expect(desk.file(id, { as: 'csv', table: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  await desk.close();
  await expect(desk.file(id, { as: 'html' })).rejects.toMatchObject({ code: 'not_ready' });
});

test('whoever does not want it any more ends it, and the next one is made', async () => {
  asked = 0;
  // Longer than the thread waits before it tells how far it is.
  series = () =>
    new Promise((resolve) => {
      setTimeout(resolve, 120);
    });
  const calledOff = new Error('called off');
  const made = beside.make({ order: orderOf('trends'), now, late: false }, () => Promise.reject(calledOff));
  await expect(made).rejects.toBe(calledOff);
  expect(await beside.preview(orderOf('executive'), now)).toContain('"executive"');
  // It went no further than where it was called off: one measure, of four.
  expect(asked).toBeLessThan(3);
  series = quiet;
});

test('a thread that dies fails what it was asked and starts anew; series that cannot be read fail the report', async () => {
  const program = join(folder, 'dying.mjs');
  writeFileSync(
    program,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ id, asked }) => {
       if (asked.work === 'make') process.exit(3);
       parentPort.postMessage({ type: 'done', id, answer: '{}' });
     });`,
  );
  const dying = new ReportsBeside({ file, series: stores.series, program: pathToFileURL(program), restMs: 0 });
  await expect(dying.make({ order: orderOf('trends'), now, late: false }, quiet)).rejects.toThrow('code 3');
  expect(await dying.preview(orderOf('trends'), now)).toBe('{}');
  await dying.close();
  series = () => Promise.reject(new Error('the disk is gone'));
  await expect(beside.preview(orderOf('trends'), now)).rejects.toThrow('the disk is gone');
  series = quiet;
});

test('whoever reads beside cannot write', async () => {
  const records = openRecordsToRead(file);
  expect(await records.devices.devices(everywhere)).toHaveLength(30);
  await expect(records.manpower.retainNotes(1)).rejects.toThrow('readonly');
  await records.close();
});
