/**
 * How long the manager's month takes for 1,000 devices with a year behind them, and what it does to frames that arrive meanwhile. The collector's own desk
 * of reports, over SQLite in files; the year (incidents, what was out, runs, services, objectives) is written through the ports of the records.
 * Frames of all devices are appended to the series as the gateway does it, a batch each 100 ms; a batch's time is from when it is handed in until
 * it is durable, at rest and while reports are made one after the other, each with its HTML and PDF. How late a batch is handed in says how long
 * others had to wait for their turn. The month reads no samples: what fills up is forecast once a day. `--quick`: 100 devices.
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
import { type Emit, median } from './figure.ts';
import { Feed, type Fed } from './load/feed.ts';
import { seedYear } from './load/year.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

/** At least. */
const reports = 5;
const restMs = 20_000;

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
    const made: number[] = [];
    const filed: number[] = [];
    const worked: number[] = [];
    let bytes = 0;
    const meanwhile = await feed.during(async () => {
      const begin = performance.now();
      while (made.length < reports || performance.now() - begin < restMs) {
        const began = performance.now();
        const cpu = process.cpuUsage();
        const { id } = await beginReport(desk.context(), systemActor('bench'), {
          kind: 'executive',
          zone: 'Europe/Berlin',
        });
        await desk.tend();
        made.push((performance.now() - began) / 1_000);
        const { user, system } = process.cpuUsage(cpu);
        worked.push((user + system) / 1e6);
        const report = await records.reports.report(id);
        if (report?.state !== 'made') throw new Error(report?.error ?? 'it was not made');
        bytes = report.bytes;
        for (const as of ['html', 'pdf'] as const) {
          if ((await desk.file(id, { as })) === null) throw new Error('its document is not kept');
        }
        filed.push((performance.now() - began) / 1_000);
      }
    });
    await desk.close();
    const { ids: _ids, ...written } = year;
    const conditions = { ...size, ...written, samples_read: 0, kept_bytes: bytes, load: loadAverage() };
    const several = { ...conditions, reports: made.length };
    emit('executive_month_seconds', round(median(made), 2), 's', { ...several, longest: round(Math.max(...made), 2) });
    emit('executive_month_cpu_seconds', round(median(worked), 2), 's', {
      ...several,
      of: 'all threads, frames included',
    });
    const longest = round(Math.max(...filed), 2);
    emit('executive_month_with_html_and_pdf_seconds', round(median(filed), 2), 's', { ...several, longest });
    told(emit, 'at_rest', atRest);
    told(emit, 'while_reporting', meanwhile);
    const [rest, busy] = [percentile(atRest.took, 0.99), percentile(meanwhile.took, 0.99)];
    emit('ack_ratio_while_reporting', round(busy / rest, 2), '1', conditions);
  } finally {
    await series.close();
    await records.close();
    rmSync(folder, { recursive: true });
  }
}

function told(emit: Emit, when: string, { took, late, frames, ms }: Fed): void {
  const conditions = { batches: took.length, frames_a_second: round((frames / ms) * 1_000, 1), values_a_frame: 60 };
  emit(`ack_ms_p99_${when}`, round(percentile(took, 0.99), 1), 'ms', conditions);
  emit(`handed_in_late_ms_p99_${when}`, round(percentile(late, 0.99), 1), 'ms', conditions);
}
