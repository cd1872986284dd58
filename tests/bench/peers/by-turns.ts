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
import { Meter, type Metered } from '../reckon/meter.ts';
import { ourNow, pointsIn, theirNow } from './questions.ts';
import { Writers } from './writers.ts';

const devices = 1_000;
const interval = 10_000;
/** Of each device in one round; the first round warms everything up. */
const frames = 48;
/** What is sealed, merged and put together after the last turn is part of the cost. */
const afterwardsMs = 75_000;
const idleMs = 10_000;

/** What taking 60,000 series costs each, a turn of one after the other, and what is true now. */
export async function byTurns(emit: Emit, databases: readonly Database[], quick: boolean): Promise<void> {
  const rounds = quick ? 3 : 5;
  const start = Date.now() - (rounds * frames + 30) * interval;
  await using collector = await Collector.start(devices);
  const made = { devices, kind: 'sixty' as const, start, interval };
  await using loads = await Loads.make(collector.place, { ...made, frames: rounds * frames });
  await using writers = new Writers();
  if (databases.length > 0) await writers.make({ ...made, frames, rounds });
  await loads.connectAll();
  await quiet(collector);
  const ours = new Meter('fettle', () => collector.cpuSeconds());
  const theirs = databases.map(({ name, pid }) => new Meter(name, () => ticksOf(pid).own));
  const meters = [ours, ...theirs];
  await Promise.all(meters.map((one) => one.idle(idleMs)));
  for (let turn = 0; turn < rounds; turn++) {
    if (turn === 1) {
      // What follows from the first round is no part of the others' cost.
      await sleep(afterwardsMs);
      for (const one of meters) one.begin();
    }
    await ours.turn(() => ourTurn(collector, loads, (turn + 1) * frames));
    for (const [at, { writeUrl }] of databases.entries()) {
      await theirs[at]?.turn(() => writers.send([writeUrl], turn));
    }
  }
  await sleep(afterwardsMs);
  tellCosts(
    emit,
    meters.map((one) => [one.name, one.end()] as const),
  );
  tellMemory(emit, collector, databases);
  await fleetNow(emit, collector, databases, start + rounds * frames * interval);
}

async function ourTurn(collector: Collector, loads: Loads, upTo: number): Promise<number> {
  const before = await collector.figure('samples_total');
  await drain(collector, loads, frames, 600, upTo);
  return (await collector.figure('samples_total')) - before;
}

function tellCosts(emit: Emit, costs: readonly (readonly [string, Metered])[]): void {
  const speed = ({ samples, cpuSeconds }: Metered) => samples / cpuSeconds;
  const [, ours] = costs[0] ?? [];
  if (ours === undefined) return;
  for (const [name, cost] of costs) {
    const { samples, turns } = cost;
    const conditions = { series: 60 * devices, samples, each_turn: turns, load: loadAverage() };
    const peer = name === 'fettle' ? undefined : name;
    emit('samples_per_cpu_second', Math.round(speed(cost)), '1/s', conditions, peer);
    if (peer === undefined) continue;
    emit('ratio_samples_per_cpu_second', round(speed(ours) / speed(cost), 2), '1', conditions, peer);
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
  const one = await timed(20, () => collector.get(ourNow(load1.name)), pointsIn);
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
