/** Ends the collector by force again and again while a fleet sends as fast as it can, then compares all that was stored. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentAddress } from '@fettle/agent/link/socket';
import { homeAt } from '@fettle/collector/operator/home';
import { readChain } from '@fettle/collector/operator/roots';
import type { SeriesPage } from '@fettle/shared/api/series';
import { seriesText } from '@fettle/shared/metrics/metric';
import { dictionary, madeDevice } from '../bench/data/device.ts';
import { enrolAll } from '../bench/load/collector.ts';
import { fleetSeed } from '../bench/load/device.ts';
import { deviceIdOf } from '../simulate/identity.ts';
import { type Fettle, until } from './fettle.ts';
import { mulberry32 } from './machine.ts';
import { patience } from './patience.ts';
import { Senders } from './senders.ts';

export interface StoreKills {
  readonly kills: number;
  readonly devices: number;
  /** Of each frame's time; long enough that spans end meanwhile. */
  readonly interval: number;
  /** Of the first frame, before now. */
  readonly past: number;
  /** Between two kills, at least and at most, ms. */
  readonly between: readonly [number, number];
  /** Every so many kills the collector lives so long, ms. */
  readonly longer?: { readonly every: number; readonly ms: number };
  readonly goOn?: () => boolean;
}

export interface StoreKillsResult {
  readonly kills: number;
  /** Samples that were acknowledged and compared. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /** Samples that are not what was sent. */
  readonly wrong: number;
  /** Rows of the files that are not what was written, and how many there are: sealed, and rolled up. */
  readonly damaged: number;
  /** Some of the frames that lack samples: the device's place in the fleet, and the frame's number from 0. */
  readonly missing: readonly string[];
  readonly blocks: number;
  readonly pieces: number;
  /** From the start of the process until it listens, the middle one and the longest. */
  readonly startMs: { readonly middle: number; readonly longest: number };
}

/** Those whose values differ from frame to frame. */
const compared = ['system.uptime', 'system.cpu.busy', 'system.memory.usage', 'system.network.io.rate'];

export async function storeKills(fettle: Fettle, options: StoreKills): Promise<StoreKillsResult> {
  const { kills, devices, interval, past, between, longer, goOn = () => true } = options;
  const start = Date.now() - past;
  await enrolAll(fettle, devices, null);
  const random = mulberry32(kills);
  const starts: number[] = [];
  const begin = async () => {
    const began = performance.now();
    await fettle.launchCollector();
    starts.push(performance.now() - began);
  };
  await begin();
  await using senders = await sendersOf(fettle, { devices, start, interval });
  await until('the first acknowledgements', () => senders.acknowledged > 0, patience);
  let done = 0;
  for (; done < kills && goOn(); done++) {
    const long = longer !== undefined && done % longer.every === longer.every - 1;
    await sleep(long ? longer.ms : between[0] + random() * (between[1] - between[0]));
    await fettle.collector?.stop('SIGKILL');
    await begin();
  }
  senders.stop();
  const { made } = await until(
    'every frame to be acknowledged',
    () => senders.last.made.every((last, at) => senders.last.acknowledged[at] === last) && senders.last,
    10 * patience,
  );
  const found = await compareAll(fettle, made, { start, interval });
  const files = await checkFiles(fettle);
  const sorted = starts.toSorted((a, b) => a - b);
  const startMs = { middle: Math.round(sorted[sorted.length >> 1] ?? 0), longest: Math.round(sorted.at(-1) ?? 0) };
  return { kills: done, ...found, ...files, startMs };
}

/** As the last kill leaves them. */
async function checkFiles(fettle: Fettle): Promise<Pick<StoreKillsResult, 'damaged' | 'blocks' | 'pieces'>> {
  await fettle.collector?.stop('SIGKILL');
  const { findings, rows } = JSON.parse(await fettle.cli('store', 'check', '--json')) as {
    findings: { what: string }[];
    rows: { block: number; piece: number };
  };
  const damaged = findings.filter(({ what }) => what !== 'sequences').length;
  return { damaged, blocks: rows.block, pieces: rows.piece };
}

async function sendersOf(
  fettle: Fettle,
  options: { readonly devices: number; readonly start: number; readonly interval: number },
): Promise<Senders> {
  const chain = await readChain(homeAt(join(fettle.folder, 'home')));
  if (chain === null) throw new Error('there is no trust root');
  const { envelopes, fingerprint } = chain;
  const address = agentAddress(fettle.url);
  return new Senders({ type: 'begin', ...options, address, chain: envelopes, fingerprint, seed: fleetSeed });
}

interface Made {
  readonly start: number;
  readonly interval: number;
}

async function compareAll(fettle: Fettle, made: readonly number[], of: Made) {
  const sum = { acknowledged: 0, lost: 0, doubled: 0, wrong: 0 };
  const missing: string[] = [];
  for (const [index, frames] of made.entries()) {
    const one = await compareOne(fettle, index, frames, of);
    for (const key of ['acknowledged', 'lost', 'doubled', 'wrong'] as const) sum[key] += one[key];
    missing.push(...one.missing);
  }
  return { ...sum, missing: missing.slice(0, mostTold) };
}

const mostTold = 200;

/** Frames that are read at once. */
const chunk = 20_000;

async function compareOne(fettle: Fettle, index: number, frames: number, { start, interval }: Made) {
  const device = madeDevice({ seed: index, start, interval });
  const columns = dictionary.series.flatMap((series, at) => (compared.includes(series.metric) ? [{ series, at }] : []));
  const sum = { acknowledged: 0, lost: 0, doubled: 0, wrong: 0 };
  const missing = new Set<string>();
  for (let done = 0; done < frames; done += chunk) {
    const expected = columns.map(() => new Map<number, number>());
    let [from, to] = [Number.POSITIVE_INFINITY, 0];
    for (let n = done; n < Math.min(frames, done + chunk); n++) {
      const { time, values } = device.next();
      from = Math.min(from, time);
      to = Math.max(to, time + 1);
      columns.forEach(({ at }, place) => expected[place]?.set(time, values[at] ?? Number.NaN));
    }
    const range = `device=${deviceIdOf(fleetSeed, index)}&from=${from}&to=${to}`;
    const metrics = compared.map((metric) => `metric=${metric}`).join('&');
    const { items } = await fettle.api<SeriesPage>(`/api/v1/series?${range}&${metrics}`);
    const stored = new Map(items.map((item) => [seriesText(item), item.points]));
    columns.forEach(({ series }, place) => {
      const points = stored.get(seriesText(series)) ?? [];
      const wanted = expected[place] ?? new Map<number, number>();
      const times = new Set(points.map(([time]) => time));
      sum.acknowledged += wanted.size;
      sum.doubled += points.length - times.size;
      const lost = [...wanted.keys()].filter((time) => !times.has(time));
      sum.lost += lost.length;
      for (const time of lost) missing.add(`${index}/${Math.round((time - start) / interval)}`);
      sum.wrong += points.filter(([time, value]) => wanted.get(time) !== value).length;
    });
  }
  return { ...sum, missing: [...missing] };
}
