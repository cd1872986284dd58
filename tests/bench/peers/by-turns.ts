import { setTimeout as sleep } from 'node:timers/promises';
import { load1 } from '@fettle/shared/metrics/load';
import { ticksOf } from '../agent/tree.ts';
import type { Emit } from '../figure.ts';
import { Collector } from '../load/collector.ts';
import { Loads } from '../load/loads.ts';
import { drain, quiet } from '../load/settle.ts';
import { loadAverage, round } from '../reckon/numbers.ts';
import { timed } from '../reckon/timed.ts';
import type { Database } from './database.ts';
import { ourNow, pointsIn, theirNow } from './questions.ts';
import { Writers } from './writers.ts';

const devices = 1_000;
const interval = 10_000;
/** Of each device in one round; the first round warms everything up. */
const frames = 48;
/** What is written later is part of what a round costs. */
const settleMs = 3_000;

interface Cost {
  samples: number;
  cpuSeconds: number;
}

/** Who takes the samples: the collector is `fettle`. */
type Costs = Map<string, Cost[]>;

/** What taking 60,000 series costs each, a round of one after the other, and what is true now. */
export async function byTurns(emit: Emit, databases: readonly Database[], quick: boolean): Promise<void> {
  const rounds = quick ? 3 : 5;
  const start = Date.now() - (rounds * frames + 3) * interval;
  await using collector = await Collector.start(devices);
  const made = { devices, kind: 'sixty' as const, start, interval };
  await using loads = await Loads.make(collector.place, { ...made, frames: rounds * frames });
  await using writers = new Writers();
  if (databases.length > 0) await writers.make({ ...made, frames, rounds });
  await loads.connectAll();
  await quiet(collector);
  const costs: Costs = new Map();
  for (let turn = 0; turn < rounds; turn++) {
    const ours = await roundOfOurs(collector, loads, (turn + 1) * frames);
    if (turn > 0) costs.set('fettle', [...(costs.get('fettle') ?? []), ours]);
    for (const database of databases) {
      const theirs = await roundOfTheirs(database, writers, turn);
      if (turn > 0) costs.set(database.name, [...(costs.get(database.name) ?? []), theirs]);
    }
  }
  tellCosts(emit, costs);
  tellMemory(emit, collector, databases);
  await fleetNow(emit, collector, databases, start + rounds * frames * interval);
}

async function roundOfOurs(collector: Collector, loads: Loads, upTo: number): Promise<Cost> {
  const before = await collector.figure('samples_total');
  const cpu = collector.cpuSeconds();
  await drain(collector, loads, frames, 600, upTo);
  await sleep(settleMs);
  const cpuSeconds = collector.cpuSeconds() - cpu;
  return { samples: (await collector.figure('samples_total')) - before, cpuSeconds };
}

async function roundOfTheirs({ pid, writeUrl }: Database, writers: Writers, turn: number): Promise<Cost> {
  const before = ticksOf(pid).own;
  const samples = await writers.send([writeUrl], turn);
  await sleep(settleMs);
  return { samples, cpuSeconds: ticksOf(pid).own - before };
}

/** Over all rounds together, so that nothing that comes only now and then is left out. */
function tellCosts(emit: Emit, costs: Costs): void {
  const sum = (all: readonly Cost[], of: keyof Cost) => all.reduce((total, one) => total + one[of], 0);
  const speed = (all: readonly Cost[]) => sum(all, 'samples') / sum(all, 'cpuSeconds');
  const ours = speed(costs.get('fettle') ?? []);
  for (const [name, all] of costs) {
    const each = all.map((one) => Math.round(one.samples / one.cpuSeconds));
    const conditions = { series: 60 * devices, samples: sum(all, 'samples'), rounds: each, load: loadAverage() };
    const peer = name === 'fettle' ? undefined : name;
    emit('samples_per_cpu_second', Math.round(speed(all)), '1/s', conditions, peer);
    if (peer !== undefined) emit('ratio_samples_per_cpu_second', round(ours / speed(all), 2), '1', conditions, peer);
  }
}

function tellMemory(emit: Emit, collector: Collector, databases: readonly Database[]): void {
  const conditions = { series: 60 * devices };
  emit('rss_mb', round(collector.residentBytes() / 1e6, 1), 'MBy', conditions);
  for (const { name, residentBytes } of databases) {
    emit('rss_mb', round(residentBytes() / 1e6, 1), 'MBy', conditions, name);
  }
}

/** Ours tells what a fleet page shows of every device; theirs the newest value of every series. And one metric from each. */
async function fleetNow(emit: Emit, collector: Collector, databases: readonly Database[], at: number): Promise<void> {
  const conditions = { devices, series: 60 * devices, load: loadAverage() };
  const cells = (answer: Buffer) => (JSON.parse(answer.toString()) as { cells: unknown[] }).cells.length;
  const all = await timed(20, () => collector.get('/api/v1/fleet'), cells);
  const one = await timed(20, () => collector.get(ourNow(load1.name, at - interval)), pointsIn);
  emit('fleet_now_ms_p50', all.p50, 'ms', { ...conditions, asked_for: 'every device and what is wrong with it' });
  emit('metric_now_ms_p50', one.p50, 'ms', { ...conditions, asked_for: 'one metric of every device' });
  for (const { name, get } of databases) {
    const theirs = await timed(5, () => get(theirNow(null, at)), pointsIn);
    const metric = await timed(20, () => get(theirNow(load1.name, at)), pointsIn);
    emit('fleet_now_ms_p50', theirs.p50, 'ms', { ...conditions, asked_for: 'every series' }, name);
    emit('ratio_fleet_now', round(theirs.p50 / all.p50, 1), '1', conditions, name);
    emit('metric_now_ms_p50', metric.p50, 'ms', { ...conditions, asked_for: 'one metric of every device' }, name);
    emit('ratio_metric_now', round(metric.p50 / one.p50, 2), '1', conditions, name);
  }
}
