/** What a fleet of live devices costs the collector, and how soon a fleet page gets its answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/fettle.ts';
import { Simulated } from '../support/simulated.ts';
import { type Emit, median } from './figure.ts';

const devices = 2_000;
const asked = 21;
const watchedSeconds = 60;

export async function run(emit: Emit): Promise<void> {
  await using fleet = await Simulated.start({ devices, days: 0 });
  // Some of them are off by plan.
  await until('the devices to connect', async () => (await fleet.figure('connected_devices')) > 0.8 * devices, 120_000);
  await sleep(12_000);
  const connected = await fleet.figure('connected_devices');
  const conditions = { devices, connected, interval_ms: 10_000 };
  emit('cpu_share', await share(fleet), '1', { ...conditions, viewers: 0 });
  const requests = {
    list: '/api/v1/devices?limit=100',
    list_all: '/api/v1/devices?limit=1000',
    filter: `/api/v1/devices?limit=100&selector=${encodeURIComponent('role=db, site=berlin')}`,
    search: '/api/v1/devices?limit=100&search=vie%20web',
  };
  for (const [name, path] of Object.entries(requests)) {
    const times: number[] = [];
    for (let n = 0; n < asked; n++) times.push(await timed(async () => (await fleet.get(path)).arrayBuffer()));
    emit(`${name}_ms_p50`, median(times), 'ms', { ...conditions, asked });
    emit(`${name}_ms_max`, Math.max(...times), 'ms', { ...conditions, asked });
  }
  const viewer = new AbortController();
  const messages = fleetMessages(fleet, viewer.signal);
  emit('first_fleet_message_ms', await timed(() => messages.next()), 'ms', conditions);
  const reading = drain(messages);
  emit('cpu_share', await share(fleet), '1', { ...conditions, viewers: 1 });
  viewer.abort();
  await reading;
  emit('resident_mb', (await fleet.figure('process_resident_bytes')) / 2 ** 20, 'MB', conditions);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Of one processor. */
async function share(fleet: Simulated): Promise<number> {
  const before = await fleet.figure('process_cpu_seconds_total');
  const began = performance.now();
  await sleep(watchedSeconds * 1_000);
  const used = (await fleet.figure('process_cpu_seconds_total')) - before;
  return used / ((performance.now() - began) / 1_000);
}

/** Gives something for each `fleet` message of a live stream. */
async function* fleetMessages(fleet: Simulated, signal: AbortSignal): AsyncGenerator<string> {
  const answer = await fetch(`${fleet.address}/api/v1/live?fleet=1`, { headers: { cookie: fleet.cookie }, signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('event: fleet')) yield part;
  }
}

/** Reads to the end, which here is that the stream was given up. */
async function drain(messages: AsyncGenerator<string>): Promise<void> {
  try {
    while (!(await messages.next()).done);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}
