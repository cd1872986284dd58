/**
 * From a breach to an open page: some devices of a live fleet send a frame that breaks a rule, and a live stream, as an open
 * dashboard has it, is told of the incident. ms from the moment when the device sends the frame; with 10,000 devices, each a
 * frame every 10 s. Before that, the share of one core that they take while nothing happens. `--quick`: a smaller fleet.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { networkErrors } from '@fettle/shared/metrics/network';
import type { Frame } from '@fettle/shared/protocol/frame';
import { deviceIdOf } from '../simulate/identity.ts';
import { until } from '../support/fettle.ts';
import { decimals, dictionary } from './data/device.ts';
import type { Emit } from './figure.ts';
import { Collector } from './load/collector.ts';
import { Device, fleetSeed } from './load/device.ts';
import { incidentStream } from './load/incident-stream.ts';
import { Loads } from './load/loads.ts';
import { quiet } from './load/settle.ts';
import { type Source, sourceOf } from './load/source.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

const interval = 10_000;
const usualSeconds = 60;
const probes = 250;
/** The first round after so many connections is no usual one. */
const settleMs = 2 * interval;
const shareMs = 3 * interval;
const rule = 'bench-detect';
/** Constant 0 in the made fleet. */
const column = dictionary.series.findIndex(({ metric }) => metric === networkErrors.name);

export async function run(emit: Emit, { seconds = usualSeconds, quick = false } = {}): Promise<void> {
  const devices = quick ? 200 : 10_000;
  await using collector = await Collector.start(devices + probes);
  await using loads = await Loads.make(collector.place, { devices, kind: 'sixty', frames: 0, start: 0, interval });
  await loads.connectAll();
  const source = sourceOf({ kind: 'sixty', start: 0, interval });
  const probing = await connectProbes(collector, devices, source);
  await putRule(collector);
  await quiet(collector, 1);
  loads.tell({ type: 'live', every: interval });
  await sleep(settleMs);
  const before = collector.cpuSeconds();
  await sleep(shareMs);
  const quietShare = (collector.cpuSeconds() - before) / (shareMs / 1_000);
  await using stream = await incidentStream(collector);
  const cpu = collector.cpuSeconds();
  const delays = await breakAll(probing, stream.heard, seconds * 1_000);
  const share = (collector.cpuSeconds() - cpu) / seconds;
  const { lost, why } = await loads.report();
  if (lost > 0) throw new Error(`${lost} connections were lost: ${why}`);
  const conditions = {
    devices,
    probes,
    interval_ms: interval,
    tls: true,
    load: loadAverage(),
    until: 'the event on a live stream',
  };
  emit('detect_ms_p50', round(percentile(delays, 0.5), 1), 'ms', conditions);
  emit('detect_ms_p99', round(percentile(delays, 0.99), 1), 'ms', conditions);
  emit('detect_ms_most', round(Math.max(...delays), 1), 'ms', conditions);
  emit('core_share', round(quietShare, 4), '1', { ...conditions, seconds: shareMs / 1_000, breaches: 0 });
  emit('core_share_with_breaches', round(share, 4), '1', { ...conditions, seconds });
  for (const { device } of probing) device.cut();
}

interface Probe {
  readonly id: string;
  readonly device: Device;
  readonly frame: (value: number) => Frame;
}

async function connectProbes(collector: Collector, first: number, source: Source): Promise<Probe[]> {
  const secure = collector.place.ca === null ? null : createSecureContext({ ca: collector.place.ca });
  const made = Array.from({ length: probes }, (_, n): Probe => {
    const index = first + n;
    const next = source.live(index);
    const nothing = () => undefined;
    const device = new Device({
      index,
      ...collector.place,
      secure,
      address: '127.0.0.9',
      interval,
      facts: false,
      dictionary,
      decimals,
      stream: null,
      acked: nothing,
      retried: nothing,
      back: nothing,
      lost: nothing,
    });
    const frame = (value: number) => {
      const { values, ...rest } = next(Date.now());
      return { ...rest, values: values.with(column, value) };
    };
    return { id: deviceIdOf(fleetSeed, index), device, frame };
  });
  for (const { device } of made) {
    device.connect();
    await sleep(5);
  }
  await until('the probes to connect', () => made.every(({ device }) => device.live), 60_000);
  return made;
}

async function putRule(collector: Collector): Promise<void> {
  await collector.put(`/api/v1/rules/${rule}`, {
    version: 0,
    name: 'Bench: errors of the network',
    selector: '',
    when: { kind: 'value', metric: networkErrors.name, is: 'above', levels: { critical: { limit: 500, clear: 100 } } },
    forMs: 0,
    clearForMs: 0,
    enabled: true,
    runbook: '',
    overrides: [],
  });
}

/** Each once, at moments spread over the time. @returns of each ms until it was heard of */
async function breakAll(
  all: readonly Probe[],
  heard: (rule: string, device: string) => number | undefined,
  spanMs: number,
): Promise<number[]> {
  for (const { device, frame } of all) device.send(frame(0));
  await sleep(2_000);
  const sent = new Map<string, number>();
  for (const { id, device, frame } of all) {
    await sleep(spanMs / all.length);
    sent.set(id, performance.now());
    device.send(frame(1_000));
  }
  await until('every incident to be told', () => all.every(({ id }) => heard(rule, id) !== undefined), 30_000);
  return all.map(({ id }) => (heard(rule, id) as number) - (sent.get(id) as number));
}
