/**
 * Bytes a sample on disk once everything is sealed and put together, roll-ups apart: of made devices over a day, and of a
 * recorded machine. The files are those of a real collector that was stopped in order. `--quick`: six hours.
 */
import type { Emit } from './figure.ts';
import { recorded } from './data/recorded.ts';
import { Collector } from './load/collector.ts';
import { bytesOf, fill, type History } from './load/history.ts';
import { loadAverage, round } from './reckon/numbers.ts';

const interval = 10_000;

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const hours = quick ? 6 : 24;
  const frames = (hours * 3_600_000) / interval;
  const start = Date.now() - frames * interval - 60_000;
  await size(emit, { devices: 50, kind: 'sixty', frames, interval, start });
  const { frames: real } = recorded();
  const span = (real.at(-1)?.time ?? 0) - (real[0]?.time ?? 0);
  await size(emit, {
    devices: 4,
    kind: 'recorded',
    frames: real.length,
    interval: 10_000,
    start: Date.now() - span - 60_000,
  });
}

async function size(emit: Emit, history: History): Promise<void> {
  await using collector = await Collector.start(history.devices);
  const samples = await fill(collector, history);
  await collector.fettle.collector?.stop();
  const { raw, rollUps, journal } = bytesOf(collector.files());
  const { devices, kind, frames } = history;
  const conditions = { devices, kind, frames, samples, journal_mb: round(journal / 1e6, 2), load: loadAverage() };
  emit('bytes_per_sample', round(raw / samples, 4), 'By', conditions);
  emit('bytes_per_sample_with_rollups', round((raw + rollUps) / samples, 4), 'By', conditions);
}
