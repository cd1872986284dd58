/** What the SQLite store of series costs without sockets: CPU and disk of appending, on all threads; time of reading. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import type { RangeQuery, SeriesPoints, StoredFrame } from '@fettle/collector/domain/series/types';
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import type { DeviceId } from '@fettle/shared/ids';
import { machine } from '../support/machine.ts';
import { type Emit, median } from './figure.ts';

const runs = 5;
const interval = 10_000;
const start = 1_790_000_000_000;
const values = 500;

export async function run(emit: Emit): Promise<void> {
  await appending(emit);
  await reading(emit);
}

/** 100 devices at once, a frame each, again and again. Rows of process tables are stored once a minute. */
async function appending(emit: Emit): Promise<void> {
  for (const tables of [true, false]) {
    const frames = 18;
    const rounds = fleet(100, frames, tables);
    const samples = 100 * frames * values;
    const measured: { rate: number; bytes: number }[] = [];
    for (let n = 0; n < runs; n++) measured.push(await append(rounds, samples));
    const conditions = { devices: 100, values, frames, interval_ms: interval, tables, runs };
    emit('append_samples_per_cpu_second', Math.round(median(measured.map(({ rate }) => rate))), '1/s', conditions);
    emit('bytes_per_sample', median(measured.map(({ bytes }) => bytes)), 'By', conditions);
  }
}

function append(rounds: readonly StoredFrame[][], samples: number): Promise<{ rate: number; bytes: number }> {
  return inFolder(async (file) => {
    const store = await openSqliteSeries(file);
    const began = process.cpuUsage();
    for (const round of rounds) await Promise.all(round.map((frame) => store.append([frame])));
    const { user, system } = process.cpuUsage(began);
    await store.close();
    return { rate: (samples * 1e6) / (user + system), bytes: bytesIn(file) / samples };
  });
}

/** A day of ten devices, then the questions of a device page. */
function reading(emit: Emit): Promise<void> {
  return inFolder(async (file) => {
    const devices = 10;
    const day = 86_400_000;
    const store = await openSqliteSeries(file);
    const metrics = await fill(store, devices, day / interval);
    const end = start + day;
    const one = { devices: [deviceOf(3)], to: end, maxPoints: 1_000_000 };
    const conditions = { devices, values, interval_ms: interval, runs };
    const ask = async (figure: string, query: RangeQuery, more: object) => {
      const { ms, turn } = await timed(store, query);
      emit(`${figure}_ms_p50`, ms, 'ms', { ...conditions, ...more });
      emit(`${figure}_longest_turn_ms`, turn, 'ms', { ...conditions, ...more });
    };
    const metric = metrics[200] ?? '';
    await ask('day_raw', { ...one, metrics: [metric], from: start }, { series: 1, hours: 24 });
    await ask(
      'day',
      { ...one, metrics: [metric], from: start, step: 300_000 },
      { series: 1, hours: 24, step_ms: 300_000 },
    );
    const thirty = metrics.filter((_, i) => i % 17 === 0).slice(0, 30);
    const hours = { series: 30, hours: 6, step_ms: 60_000 };
    await ask('thirty_metrics', { ...one, metrics: thirty, from: end - day / 4, step: 60_000 }, hours);
    await store.close();
  });
}

async function timed(store: SeriesStore, query: RangeQuery): Promise<{ ms: number; turn: number }> {
  const times: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let n = 0; n < runs; n++) {
    const began = performance.now();
    const found: SeriesPoints[] = [];
    for await (const series of store.scan(query)) found.push(series);
    times.push(performance.now() - began);
    if (found.length !== query.metrics.length) throw new Error(`${found.length} series were found`);
  }
  delay.disable();
  return { ms: median(times), turn: delay.max / 1e6 };
}

/** @returns the metrics' names */
async function fill(store: SeriesStore, devices: number, frames: number): Promise<string[]> {
  const machines = Array.from({ length: devices }, (_, seed) => oneSeriesAMetric(seed));
  for (let n = 0; n < frames; n += 24) {
    await store.append(Array.from({ length: 24 }, () => machines.map((one) => one.next())).flat());
  }
  return machines[0]?.metrics ?? [];
}

/** By rounds: in each, one frame of every device. */
function fleet(devices: number, frames: number, tables: boolean): StoredFrame[][] {
  const machines = Array.from({ length: devices }, (_, seed) => oneSeriesAMetric(seed));
  return Array.from({ length: frames }, () =>
    machines.map((one) => {
      const stored = one.next();
      return tables ? stored : { ...stored, frame: { ...stored.frame, tables: [] } };
    }),
  );
}

/** A made-up machine whose series have metrics of their own. */
function oneSeriesAMetric(seed: number) {
  const made = machine({ seed, values, interval, busy: seed % 4 === 0, time: start });
  const series = made.dictionary.series.map((one, i) => ({ ...one, metric: `${one.metric}.${i}`, attributes: {} }));
  const dictionary = { series };
  return {
    metrics: series.map(({ metric }) => metric),
    next(): StoredFrame {
      const frame = made.next();
      return { device: deviceOf(seed), frame, time: frame.time, dictionary };
    },
  };
}

const bytesIn = (folder: string) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

const deviceOf = (number: number) => `d${String(number).padStart(26, '0')}` as DeviceId;

async function inFolder<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  try {
    return await work(join(folder, 'series'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
