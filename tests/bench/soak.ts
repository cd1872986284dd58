/**
 * Ten minutes at about half of what the collector can take: whether its memory and its files grow. Each device sends a
 * frame a second, so that blocks are sealed and put together all the time. `--seconds` is the length.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { Loads } from './load/loads.ts';
import { quiet } from './load/settle.ts';
import { loadAverage, round } from './reckon/numbers.ts';

const devices = 6_000;
const interval = 1_000;
const warmUp = 0.3;

export async function run(emit: Emit, { seconds = 600, quick = false }: { seconds?: number; quick?: boolean }) {
  const count = quick ? 1_000 : devices;
  const length = quick ? Math.min(60, seconds) : seconds;
  await using collector = await Collector.start(count);
  const options = { devices: count, kind: 'sixty' as const, frames: 0, start: 0, interval };
  await using loads = await Loads.make(collector.place, options);
  await loads.connectAll();
  await quiet(collector);
  loads.tell({ type: 'live', every: interval });
  await sleep(length * warmUp * 1_000);
  const memory: number[] = [];
  const before = { bytes: bytesOf(collector), samples: await collector.figure('samples_total') };
  const cpu = collector.cpuSeconds();
  const began = performance.now();
  while (performance.now() - began < length * (1 - warmUp) * 1_000) {
    await sleep(1_000);
    memory.push(collector.residentBytes());
  }
  const wall = (performance.now() - began) / 1_000;
  const samples = (await collector.figure('samples_total')) - before.samples;
  const { lost, why } = await loads.report();
  if (lost > 0) throw new Error(`${lost} connections were lost: ${why}`);
  const conditions = {
    devices: count,
    interval_ms: interval,
    seconds: Math.round(wall),
    samples_per_second: Math.round(samples / wall),
    core_share: round((collector.cpuSeconds() - cpu) / wall, 3),
    load: loadAverage(),
  };
  const part = Math.max(1, Math.floor(memory.length / 5));
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const growth = mean(memory.slice(-part)) - mean(memory.slice(0, part));
  emit('rss_growth_mb', round(growth / 1e6, 2), 'MBy', { ...conditions, rss_mb: round((memory.at(-1) ?? 0) / 1e6, 1) });
  emit('file_bytes_per_sample', round((bytesOf(collector) - before.bytes) / samples, 3), 'By', conditions);
}

function bytesOf(collector: Collector): number {
  return [...collector.files().values()].reduce((sum, size) => sum + size, 0);
}
