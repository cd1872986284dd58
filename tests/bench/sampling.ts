/** What a cycle of the runner costs on this machine: the time and processor time of the fast lane, slow lane repeated. */
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner } from '@fettle/agent/samplers/runner';

type Emit = (figure: string, value: number, unit: string, conditions?: object) => void;

const warmUp = 50;
const cycles = 300;
const pauseMs = 20;

export async function run(emit: Emit): Promise<void> {
  const ownCost = new OwnCost();
  const silent = { info: () => undefined, warn: () => undefined };
  const runner = createRunner(realHost(), registry(ownCost), { log: silent, ownCost });
  const now = () => ({ monotonic: performance.now(), wall: Date.now() });
  runner.cycle(now());
  await runner.idle();
  const spent: number[] = [];
  let cpu = 0;
  let present = 0;
  let processes = 0;
  for (let cycle = 0; cycle < warmUp + cycles; cycle++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const before = process.cpuUsage();
    const { values, dictionary } = runner.cycle(now());
    const { user, system } = process.cpuUsage(before);
    if (cycle < warmUp) continue;
    cpu += user + system;
    spent.push(ownCost.cycleMs);
    present = values.filter((value) => !Number.isNaN(value)).length;
    processes = dictionary.series.reduce(
      (sum, { metric }, column) => sum + (metric === 'system.process.count' ? (values[column] ?? 0) : 0),
      0,
    );
  }
  runner.close();
  spent.sort((a, b) => a - b);
  const conditions = { cycles, processes };
  emit('cycle_ms_p50', at(spent, 0.5), 'ms', conditions);
  emit('cycle_ms_p95', at(spent, 0.95), 'ms', conditions);
  emit('cpu_ms_per_cycle', cpu / cycles / 1_000, 'ms', conditions);
  emit('values_per_cycle', present, '1', conditions);
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
