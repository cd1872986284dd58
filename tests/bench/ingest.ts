/**
 * What taking frames costs the collector: a real process with TLS, as it is served to others, and devices in processes of
 * their own that speak as agents do. First at full speed, as after an outage (each device sends bursts of frames that
 * waited, 10 s apart by their own times); then, at another collector, live: every device a frame each 10 s. Processor
 * seconds are those of the whole collector process, sealing included; a sample counts once its acknowledgement has arrived. `--quick` leaves
 * the large fleet out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { liveDelays } from './load/live-delays.ts';
import { Loads } from './load/loads.ts';
import type { Kind } from './load/orders.ts';
import { drain, type Drained, quiet } from './load/settle.ts';
import { Meter } from './reckon/meter.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

export interface Options {
  readonly seconds?: number;
  readonly quick?: boolean;
}

interface Fleet {
  readonly devices: number;
  readonly kind: Kind;
  readonly values: number;
  /** Of each device at full speed, and how many at once: an agent sends up to 64. */
  readonly frames: number;
  readonly burst: number;
}

const interval = 10_000;
const usualSeconds = 30;
const fleets: readonly Fleet[] = [
  { devices: 1_000, kind: 'sixty', values: 60, frames: 768, burst: 64 },
  { devices: 10_000, kind: 'sixty', values: 60, frames: 96, burst: 24 },
  { devices: 1_000, kind: 'agent', values: 553, frames: 128, burst: 16 },
];
/** What it spends with nothing to do is taken off; what is sealed some time after the last frame is not. */
const idleMs = 10_000;
const afterwardsMs = 45_000;
/** Before anything live is measured each device has sent frames for so long, every 2 s: as much is held for it as in life. */
const fillMs = { every: 2_000, for: 60_000 };

export async function run(emit: Emit, { seconds = usualSeconds, quick = false }: Options = {}): Promise<void> {
  for (const fleet of fleets) {
    if (quick && fleet.devices > 1_000) continue;
    await atFullSpeed(emit, fleet, seconds);
    await live(emit, fleet, seconds);
  }
}

async function atFullSpeed(emit: Emit, { devices, kind, frames, burst }: Fleet, seconds: number): Promise<void> {
  await using collector = await Collector.start(devices);
  const start = Date.now() - (frames + 3) * interval;
  await using loads = await Loads.make(collector.place, { devices, kind, frames, start, interval });
  await loads.connectAll();
  await quiet(collector);
  const meter = new Meter('fettle', () => collector.cpuSeconds());
  await meter.idle(idleMs);
  meter.begin();
  const before = await collector.figure('samples_total');
  let drained: Drained | undefined;
  await meter.turn(async () => {
    drained = await drain(collector, loads, burst, seconds);
    return (await collector.figure('samples_total')) - before;
  });
  await sleep(afterwardsMs);
  const { samples, cpuSeconds, turns } = meter.end();
  const { ackMs = [], seconds: took = Number.NaN } = drained ?? {};
  const conditions = { devices, kind, mode: 'full speed', burst, tls: true, load: loadAverage() };
  emit('samples_per_cpu_second', Math.round(samples / cpuSeconds), '1/s', {
    ...conditions,
    samples,
    seconds: round(took, 1),
    cpu_seconds: round(cpuSeconds, 2),
    without_sealing_afterwards: turns[0],
  });
  emit('ack_ms_p50', round(percentile(ackMs, 0.5), 1), 'ms', conditions);
  emit('ack_ms_p99', round(percentile(ackMs, 0.99), 1), 'ms', conditions);
}

/** Every device a frame at its interval, at moments of its own, while somebody looks at some of them. */
async function live(emit: Emit, { devices, kind, values }: Fleet, seconds: number): Promise<void> {
  await using collector = await Collector.start(devices);
  const empty = collector.residentBytes();
  await using loads = await Loads.make(collector.place, { devices, kind, frames: 0, start: 0, interval });
  await loads.connectAll();
  await quiet(collector);
  const connected = collector.residentBytes();
  loads.tell({ type: 'live', every: fillMs.every });
  await sleep(fillMs.for);
  loads.tell({ type: 'pause' });
  loads.tell({ type: 'live', every: interval });
  await sleep(interval);
  await loads.report();
  await using delays = await liveDelays(collector, devices);
  const span = Math.max(2 * interval, seconds * 1_000);
  const cpu = collector.cpuSeconds();
  const began = performance.now();
  await sleep(span);
  const wall = (performance.now() - began) / 1_000;
  const share = (collector.cpuSeconds() - cpu) / wall;
  const { ackMs, lost, why } = await loads.report();
  if (lost > 0) throw new Error(`${lost} connections were lost: ${why}`);
  const conditions = { devices, kind, mode: 'live', interval_ms: interval, tls: true, load: loadAverage() };
  emit('core_share', round(share, 4), '1', { ...conditions, seconds: round(wall, 1) });
  emit('ack_ms_p50', round(percentile(ackMs, 0.5), 1), 'ms', conditions);
  emit('ack_ms_p99', round(percentile(ackMs, 0.99), 1), 'ms', conditions);
  const told = { ...conditions, frames: delays.ms.length, from: 'the device', until: 'on a live stream' };
  emit('detect_ms_p50', round(percentile(delays.ms, 0.5), 1), 'ms', told);
  emit('detect_ms_p99', round(percentile(delays.ms, 0.99), 1), 'ms', told);
  const resident = collector.residentBytes();
  emit('rss_kb_per_device', round(resident / 1_000 / devices, 1), 'kBy', {
    ...conditions,
    rss_mb: round(resident / 1e6, 1),
    rss_mb_connected: round(connected / 1e6, 1),
    rss_mb_without_devices: round(empty / 1e6, 1),
    kb_a_device_more_than_none: round((resident - empty) / 1_000 / devices, 1),
    kb_a_series_more_than_none: round((resident - empty) / 1_000 / devices / values, 3),
  });
}
