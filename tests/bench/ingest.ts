/**
 * What taking frames costs the collector: a real process with TLS, as it is served to others, and devices in processes of
 * their own that speak as agents do. First at full speed, as after an outage (each device sends bursts of frames that
 * waited, 10 s apart by their own times); then live, every device a frame each 10 s. Processor seconds are those of the
 * whole collector process; a sample counts once its acknowledgement has arrived. `--quick` leaves the large fleet out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { liveDelays } from './load/live-delays.ts';
import { Loads } from './load/loads.ts';
import type { Kind } from './load/orders.ts';
import { drain, quiet } from './load/settle.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

export interface Options {
  readonly seconds?: number;
  readonly quick?: boolean;
}

const interval = 10_000;
const usualSeconds = 20;
const burst = 12;

interface Run {
  readonly devices: number;
  readonly kind: Kind;
  readonly frames: number;
  readonly live: boolean;
}

const runs: readonly Run[] = [
  { devices: 1_000, kind: 'sixty', frames: 720, live: false },
  { devices: 10_000, kind: 'sixty', frames: 72, live: true },
  { devices: 1_000, kind: 'agent', frames: 96, live: false },
];

export async function run(emit: Emit, { seconds = usualSeconds, quick = false }: Options = {}): Promise<void> {
  for (const one of runs) if (!quick || one.devices <= 1_000) await ingest(emit, one, seconds);
}

async function ingest(emit: Emit, { devices, kind, frames, live }: Run, seconds: number): Promise<void> {
  await using collector = await Collector.start(devices);
  const before = collector.residentBytes();
  const start = Date.now() - (frames + 3) * interval;
  await using loads = await Loads.make(collector.place, { devices, kind, frames, start, interval });
  await loads.connectAll();
  await quiet(collector);
  const connected = collector.residentBytes();
  const samplesBefore = await collector.figure('samples_total');
  const drained = await drain(collector, loads, burst, seconds);
  const samples = (await collector.figure('samples_total')) - samplesBefore;
  const conditions = { devices, kind, tls: true, burst, load: loadAverage() };
  emit('samples_per_cpu_second', Math.round(samples / drained.cpuSeconds), '1/s', {
    ...conditions,
    mode: 'full speed',
    samples,
    seconds: round(drained.seconds, 1),
    cpu_seconds: round(drained.cpuSeconds, 2),
    values: Math.round(samples / drained.frames),
  });
  emit('ack_ms_p50', round(percentile(drained.ackMs, 0.5), 1), 'ms', { ...conditions, mode: 'full speed' });
  emit('ack_ms_p99', round(percentile(drained.ackMs, 0.99), 1), 'ms', { ...conditions, mode: 'full speed' });
  if (live) await living(emit, collector, loads, seconds);
  const resident = collector.residentBytes();
  emit('rss_kb_per_device', round(resident / 1_000 / devices, 1), 'kBy', {
    ...conditions,
    rss_mb: round(resident / 1e6, 1),
    rss_mb_without_devices: round(before / 1e6, 1),
    rss_mb_connected: round(connected / 1e6, 1),
    kb_of_series: round((resident - before) / 1_000 / devices / Math.round(samples / drained.frames), 3),
  });
}

/** Every device a frame at its interval, at moments of its own, and somebody looks at eight of them. */
async function living(emit: Emit, collector: Collector, loads: Loads, seconds: number): Promise<void> {
  const { devices } = loads;
  loads.tell({ type: 'live' });
  await sleep(interval + 2_000);
  await loads.report();
  await using delays = await liveDelays(collector, devices);
  const span = Math.max(2 * interval, seconds * 1_000);
  const cpu = collector.cpuSeconds();
  const began = performance.now();
  await sleep(span);
  const wall = (performance.now() - began) / 1_000;
  const share = (collector.cpuSeconds() - cpu) / wall;
  const { ackMs, lost, why } = await loads.report();
  loads.tell({ type: 'pause' });
  if (lost > 0) throw new Error(`${lost} connections were lost: ${why}`);
  const conditions = { devices, kind: 'sixty', tls: true, mode: 'live', interval_ms: interval, load: loadAverage() };
  emit('core_share', round(share, 4), '1', { ...conditions, seconds: round(wall, 1) });
  emit('ack_ms_p50', round(percentile(ackMs, 0.5), 1), 'ms', conditions);
  emit('ack_ms_p99', round(percentile(ackMs, 0.99), 1), 'ms', conditions);
  const told = { ...conditions, frames: delays.ms.length, until: 'on a live stream' };
  emit('detect_ms_p50', round(percentile(delays.ms, 0.5), 1), 'ms', told);
  emit('detect_ms_p99', round(percentile(delays.ms, 0.99), 1), 'ms', told);
}
