import { setTimeout as sleep } from 'node:timers/promises';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { load1 } from '@fettle/shared/metrics/load';
import { recorded } from '../data/recorded.ts';
import type { Emit } from '../figure.ts';
import { Collector } from '../load/collector.ts';
import { bytesOf, fill, type History } from '../load/history.ts';
import { loadAverage, round } from '../reckon/numbers.ts';
import { timed } from '../reckon/timed.ts';
import { type Database, startDatabases } from './database.ts';
import { ourPath, pointsIn, type RangeQuestion, theirPath } from './questions.ts';
import { Writers } from './writers.ts';

const hour = 3_600_000;
const step = 300_000;
const interval = 10_000;
const asked = 40;

/** A day of fifty devices: what it takes on disk, and how soon it can be read again; then the same of a recorded machine. */
export async function overADay(emit: Emit, databases: readonly Database[], quick: boolean): Promise<void> {
  const past = (quick ? 6 : 24) * hour;
  const start = Math.floor((Date.now() - past) / hour) * hour;
  const history: History = { devices: 50, kind: 'sixty', frames: past / interval, interval, start };
  {
    await using collector = await Collector.start(history.devices);
    const samples = await fill(collector, history);
    await write(databases, history);
    await questions(emit, collector, databases, history);
    await sizes(emit, collector, databases, { ...history, samples });
  }
  await ofARecording(emit);
}

async function ofARecording(emit: Emit): Promise<void> {
  const { frames } = recorded();
  const span = (frames.at(-1)?.time ?? 0) - (frames[0]?.time ?? 0);
  const start = Date.now() - span - 60_000;
  const history: History = { devices: 4, kind: 'recorded', frames: frames.length, interval, start };
  await using collector = await Collector.start(history.devices);
  const samples = await fill(collector, history);
  const databases = await startDatabases();
  try {
    await write(databases, history);
    await sizes(emit, collector, databases, { ...history, samples });
  } finally {
    for (const database of databases) await database[Symbol.asyncDispose]();
  }
}

/** By parts, so that no more than one is in memory. */
async function write(databases: readonly Database[], { devices, kind, frames, start }: History): Promise<void> {
  if (databases.length === 0) return;
  await using writers = new Writers();
  const urls = databases.map(({ writeUrl }) => writeUrl);
  await writers.stream({ devices, kind, frames, rounds: 1, start, interval }, urls);
  // What is in memory only is no part of the files.
  await sleep(15_000);
}

async function sizes(
  emit: Emit,
  collector: Collector,
  databases: readonly Database[],
  { devices, kind, frames, samples }: History & { readonly samples: number },
): Promise<void> {
  await collector.fettle.collector?.stop();
  const { raw, rollUps } = bytesOf(collector.files());
  const conditions = { devices, kind, frames, samples, load: loadAverage() };
  emit('bytes_per_sample', round(raw / samples, 4), 'By', conditions);
  emit('bytes_per_sample_with_rollups', round((raw + rollUps) / samples, 4), 'By', conditions);
  for (const database of databases) {
    const bytes = await database.sealedBytes();
    emit('bytes_per_sample', round(bytes / samples, 4), 'By', conditions, database.name);
    emit('ratio_bytes_per_sample', round(bytes / raw, 2), '1', conditions, database.name);
    emit('ratio_bytes_per_sample_with_rollups', round(bytes / (raw + rollUps), 2), '1', conditions, database.name);
  }
}

async function questions(
  emit: Emit,
  collector: Collector,
  databases: readonly Database[],
  { devices, frames, start }: History,
): Promise<void> {
  const to = start + frames * interval;
  const all = Array.from({ length: devices }, (_, n) => n);
  const kinds = {
    day: (n: number): RangeQuestion[] => [
      { devices: [(n * 7) % devices], metric: cpuBusy.name, from: start, to, step },
    ],
    hundred_series: (): RangeQuestion[] =>
      [cpuBusy.name, load1.name].map((metric) => ({ devices: all, metric, from: to - 6 * hour, to, step })),
  };
  for (const [figure, questionsOf] of Object.entries(kinds)) {
    const conditions = { devices, hours: figure === 'day' ? (to - start) / hour : 6, step_ms: step, asked };
    const ask = (path: (question: RangeQuestion) => string, get: (path: string) => Promise<Buffer>) =>
      timed(
        asked,
        async (n) => (await Promise.all(questionsOf(n).map((one) => get(path(one))))).at(-1) as Buffer,
        pointsIn,
      );
    const ours = await ask(ourPath, (path) => collector.get(path));
    emit(`${figure}_ms_p50`, ours.p50, 'ms', conditions);
    emit(`${figure}_ms_p95`, ours.p95, 'ms', conditions);
    for (const database of databases) {
      const theirs = await ask(theirPath, (path) => database.get(path));
      emit(`${figure}_ms_p50`, theirs.p50, 'ms', conditions, database.name);
      emit(`${figure}_ms_p95`, theirs.p95, 'ms', conditions, database.name);
      emit(`ratio_${figure}_p95`, round(ours.p95 / theirs.p95, 2), '1', conditions, database.name);
    }
  }
}
