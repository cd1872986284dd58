/**
 * How long the manager's month takes for 1,000 devices with a year behind them, and what it does to frames that arrive meanwhile. The collector's own desk
 * of reports in this process, over SQLite in files; the year (incidents, what was out, runs, services, objectives) is written through the ports
 * of the records. Frames of all devices are appended to the series as the gateway does it, a batch each 100 ms, and each batch's time until it is durable is
 * measured at rest and while reports are made one after the other. The month reads no samples: what fills up is forecast once a day. `--quick`: 100 devices.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@fettle/collector/clock';
import { systemActor } from '@fettle/collector/domain/access/index';
import { beginReport } from '@fettle/collector/domain/reports/index';
import { createReportDesk } from '@fettle/collector/reports-wiring';
import { openRecords } from '@fettle/collector/store/open';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import type { SeriesStore } from '@fettle/collector/domain/series/index';
import type { DeviceId } from '@fettle/shared/ids';
import { dictionary, madeDevice } from './data/device.ts';
import { type Emit, median } from './figure.ts';
import { seedYear } from './load/year.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

const reports = 5;
const restMs = 20_000;
const batchMs = 100;
const interval = 10_000;

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-report-'));
  const records = await openRecords({ sqlite: join(folder, 'records.db') });
  const series = await openSqliteSeries(join(folder, 'series'));
  try {
    const size = { devices: quick ? 100 : 1_000, months: 12 };
    const year = await seedYear(records, size, Date.now());
    const desk = createReportDesk({
      stores: { ...records, series },
      clock: systemClock,
      key: new Uint8Array(32),
      address: () => null,
    });
    const feed = new Feed(series, year.ids);
    const atRest = await feed.during(() => sleep(restMs));
    const took: number[] = [];
    let bytes = 0;
    const meanwhile = await feed.during(async () => {
      for (let n = 0; n < reports; n++) {
        const began = performance.now();
        const context = desk.context();
        const { id } = await beginReport(context, systemActor('bench'), { kind: 'executive', zone: 'Europe/Berlin' });
        await desk.tend();
        took.push((performance.now() - began) / 1_000);
        const report = await records.reports.report(id);
        if (report?.state !== 'made') throw new Error(report?.error ?? 'it was not made');
        bytes = report.bytes;
      }
    });
    const { ids: _ids, ...written } = year;
    const conditions = { ...size, ...written, samples_read: 0, kept_bytes: bytes, load: loadAverage() };
    emit('executive_month_seconds', round(median(took), 2), 's', {
      ...conditions,
      longest: round(Math.max(...took), 2),
      reports,
    });
    const [rest, busy] = [percentile(atRest, 0.99), percentile(meanwhile, 0.99)];
    emit('ack_ms_p99_at_rest', round(rest, 1), 'ms', { batches: atRest.length });
    emit('ack_ms_p99_while_reporting', round(busy, 1), 'ms', { batches: meanwhile.length });
    emit('ack_ratio_while_reporting', round(busy / rest, 2), '1', conditions);
  } finally {
    await series.close();
    await records.close();
    rmSync(folder, { recursive: true });
  }
}

/** Frames of every device each ten seconds, as they come in. */
class Feed {
  readonly #series: SeriesStore;
  readonly #devices: readonly { readonly id: DeviceId; readonly made: ReturnType<typeof madeDevice> }[];
  #place = 0;

  constructor(series: SeriesStore, ids: readonly DeviceId[]) {
    this.#series = series;
    this.#devices = ids.map((id, seed) => ({ id, made: madeDevice({ seed, start: Date.now(), interval }) }));
  }

  /** How long each batch took to become durable while something was done, from the moment it was due; ms. */
  async during(work: () => Promise<unknown>): Promise<number[]> {
    const times: number[] = [];
    const state = { over: false };
    const feeding = (async () => {
      const many = Math.ceil((this.#devices.length * batchMs) / interval);
      for (let due = performance.now(); !state.over; due += batchMs) {
        await sleep(Math.max(0, due - performance.now()));
        await this.#series.append(Array.from({ length: many }, () => this.#next()));
        times.push(performance.now() - due);
      }
    })();
    try {
      await work();
    } finally {
      state.over = true;
      await feeding;
    }
    return times;
  }

  #next() {
    const device = this.#devices[this.#place++ % this.#devices.length];
    if (!device) throw new Error('there is no device');
    const frame = device.made.next(Date.now());
    return { device: device.id, frame: { ...frame, values: frame.values.slice() }, time: frame.time, dictionary };
  }
}
