/** Every connection of a fleet is cut in one moment, and all agents come back at once: how long until all are. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { Loads } from './load/loads.ts';
import { quiet } from './load/settle.ts';
import { until } from '../support/fettle.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

const patienceMs = 300_000;

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const devices = quick ? 1_000 : 10_000;
  await using collector = await Collector.start(devices);
  const options = { devices, kind: 'sixty' as const, frames: 0, start: 0, interval: 10_000, facts: true };
  await using loads = await Loads.make(collector.place, options);
  await loads.connectAll();
  await quiet(collector);
  const cpu = collector.cpuSeconds();
  const before = await loads.report();
  loads.tell({ type: 'storm' });
  const after = await until(
    'all to be back',
    async () => {
      const report = await loads.report();
      await sleep(100);
      return report.backMs.length === devices && report;
    },
    patienceMs,
  );
  const conditions = { devices, tls: true, load: loadAverage() };
  emit('all_back_seconds', round(Math.max(...after.backMs) / 1_000, 2), 's', {
    ...conditions,
    half_back_seconds: round(percentile(after.backMs, 0.5) / 1_000, 2),
    tried_again: after.retried - before.retried,
  });
  const used = collector.cpuSeconds() - cpu;
  emit('cpu_ms_per_device', round((1_000 * used) / devices, 2), 'ms', conditions);
}
