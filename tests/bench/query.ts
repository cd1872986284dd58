/**
 * How long questions over HTTP take: one series a day, a hundred series six hours, one series a year by the hour, and the
 * fleet now. `--quick`: a shorter past and a smaller fleet.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { load1 } from '@fettle/shared/metrics/load';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { fill, type History } from './load/history.ts';
import { Loads } from './load/loads.ts';
import { quiet } from './load/settle.ts';
import { ourNow, ourPath, pointsIn } from './peers/questions.ts';
import { loadAverage } from './reckon/numbers.ts';
import { timed } from './reckon/timed.ts';

const hour = 3_600_000;
const day = 24 * hour;
const step = 300_000;
const asked = 40;

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  await ofADay(emit, quick);
  await ofAYear(emit, quick);
  await ofTheFleet(emit, quick ? 1_000 : 10_000);
}

/** At the beginning of a step, so long before now. */
const back = (ms: number) => Math.floor((Date.now() - ms) / hour) * hour;

async function ofADay(emit: Emit, quick: boolean): Promise<void> {
  const past = quick ? 6 * hour : day;
  const history: History = { devices: 100, kind: 'sixty', frames: past / 10_000, interval: 10_000, start: back(past) };
  await using collector = await Collector.start(history.devices);
  await fill(collector, history);
  const to = history.start + past;
  const conditions = { devices: history.devices, frames: history.frames, step_ms: step, asked, load: loadAverage() };
  const ask = (devices: (n: number) => number[], from: number) =>
    timed(
      asked,
      (n) => collector.get(ourPath({ devices: devices(n), metric: cpuBusy.name, from, to, step })),
      pointsIn,
    );
  const one = await ask((n) => [(n * 7) % history.devices], history.start);
  emit('day_ms_p50', one.p50, 'ms', { ...conditions, series: 1, hours: past / hour });
  emit('day_ms_p95', one.p95, 'ms', { ...conditions, series: 1, hours: past / hour });
  const hundred = await ask(() => Array.from({ length: 100 }, (_, n) => n), to - 6 * hour);
  emit('hundred_series_ms_p50', hundred.p50, 'ms', { ...conditions, series: 100, hours: 6 });
  emit('hundred_series_ms_p95', hundred.p95, 'ms', { ...conditions, series: 100, hours: 6 });
}

/** A frame each five minutes: after two weeks no more is known of a year anyway. */
async function ofAYear(emit: Emit, quick: boolean): Promise<void> {
  const past = (quick ? 60 : 365) * day;
  const devices = 2;
  const history: History = { devices, kind: 'sixty', frames: past / step, interval: step, start: back(past) };
  await using collector = await Collector.start(devices, { FETTLE_RETENTION_DAYS: '400' });
  await fill(collector, history);
  const conditions = { devices, frames: history.frames, step_ms: hour, asked, load: loadAverage() };
  const metrics = [cpuBusy.name, load1.name];
  const year = await timed(
    asked,
    (n) =>
      collector.get(
        ourPath({
          devices: [n % devices],
          metric: metrics[n % metrics.length] ?? '',
          from: history.start,
          to: history.start + past,
          step: hour,
        }),
      ),
    pointsIn,
  );
  emit('year_ms_p50', year.p50, 'ms', { ...conditions, series: 1, days: past / day });
  emit('year_ms_p95', year.p95, 'ms', { ...conditions, series: 1, days: past / day });
}

async function ofTheFleet(emit: Emit, devices: number): Promise<void> {
  await using collector = await Collector.start(devices);
  const options = { devices, kind: 'sixty' as const, frames: 0, start: 0, interval: 10_000 };
  await using loads = await Loads.make(collector.place, options);
  await loads.connectAll();
  loads.tell({ type: 'live', every: 10_000 });
  await sleep(25_000);
  loads.tell({ type: 'pause' });
  await quiet(collector);
  const conditions = { devices, series: 60 * devices, asked, load: loadAverage() };
  const cells = (answer: Buffer) => (JSON.parse(answer.toString()) as { cells: unknown[] }).cells.length;
  const fleet = await timed(asked, () => collector.get('/api/v1/fleet'), cells);
  emit('fleet_now_ms_p50', fleet.p50, 'ms', { ...conditions, asked_for: 'every device and what is wrong with it' });
  emit('fleet_now_ms_p95', fleet.p95, 'ms', { ...conditions, asked_for: 'every device and what is wrong with it' });
  const one = await timed(asked / 2, () => collector.get(ourNow(load1.name)), pointsIn);
  emit('metric_now_ms_p50', one.p50, 'ms', { ...conditions, asked_for: 'one metric of every device' });
}
