/**
 * What evaluating rules costs: ten on the metric of each of a device's sixty series, frames as the ingest benchmark makes them,
 * through the collector's own engine, one device's frame at a time as they come. Limits lie in the upper part of what each
 * metric does, so that some values reach them; how many findings that makes is told with the figure.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Device } from '@fettle/collector/domain/devices/index';
import { createRuleEngine, type Rule } from '@fettle/collector/domain/rules/index';
import type { StoredFrame } from '@fettle/collector/domain/series/index';
import type { DeviceId, RuleId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Condition } from '@fettle/shared/rules/rule';
import { dictionary, madeDevice } from './data/device.ts';
import { type Emit, median } from './figure.ts';
import { loadAverage, round } from './reckon/numbers.ts';

const interval = 10_000;
const rulesAMetric = 10;
const devices = 1_000;
/** Of each device, made beforehand and sent over and over, later each time. */
const frames = 32;
const turns = 5;
const start = 1_790_000_000_000;
/** Frames of each device. */
type Made = readonly (readonly Float64Array[])[];

export async function run(emit: Emit, { quick = false }: { quick?: boolean } = {}): Promise<void> {
  const made = Array.from({ length: devices }, (_, seed) => framesOf(seed));
  const rules = rulesFor(made.flat());
  const rounds = quick ? 2 : 20;
  const figures: number[] = [];
  let found = 0;
  for (let turn = 0; turn < turns; turn++) {
    const { seconds, findings } = await evaluate(rules, made, rounds);
    figures.push((devices * frames * rounds * dictionary.series.length) / seconds);
    found = findings;
  }
  const samples = devices * frames * rounds * dictionary.series.length;
  const conditions = {
    devices,
    series: dictionary.series.length,
    rules_a_metric: rulesAMetric,
    rules: rules.length,
    samples,
    findings: found,
    turns,
    load: loadAverage(),
  };
  emit('samples_per_cpu_second', Math.round(median(figures)), '1/s', conditions);
  emit('ns_per_sample', round(1e9 / median(figures), 2), 'ns', conditions);
  for (const own of [false, true]) await memory(emit, rules, made, { count: quick ? 1_000 : 10_000, own });
}

function framesOf(seed: number): Float64Array[] {
  const source = madeDevice({ seed, start, interval });
  return Array.from({ length: frames }, () => source.next().values.slice());
}

const idOf = (index: number) => `d${String(index).padStart(26, '0')}` as DeviceId;
const deviceOf = (index: number) =>
  ({
    id: idOf(index),
    labels: {},
    os: 'Debian',
    kind: 'server',
    site: 'berlin',
    state: 'online',
    interval,
  }) as unknown as Device;

/** An engine of these rules and so many devices, with a clock that is set. */
async function engineOf(rules: readonly Rule[], all: readonly Device[]) {
  const state = { now: start, findings: 0 };
  const engine = createRuleEngine({
    rules: async () => rules,
    devices: async () => all,
    series: { scan: async function* () {} },
    now: () => state.now,
    sink: (findings) => (state.findings += findings.length),
    failed: (rule, error) => {
      throw new Error(`the rule ${rule} cannot be evaluated`, { cause: error });
    },
  });
  await engine.reload();
  await engine.tick();
  return { engine, state };
}

async function evaluate(rules: readonly Rule[], made: Made, rounds: number) {
  const all = made.map((_, index) => deviceOf(index));
  const { engine, state } = await engineOf(rules, all);
  const began = process.cpuUsage();
  for (let step = 0; step < rounds * frames; step++) {
    state.now += interval;
    for (const [index, own] of made.entries())
      engine.frames([stored(index, own[step % frames] as Float64Array, state.now)]);
  }
  const { user, system } = process.cpuUsage(began);
  return { seconds: (user + system) / 1e6, findings: state.findings };
}

function stored(index: number, values: Float64Array, time: number, of = dictionary): StoredFrame {
  return { device: idOf(index), time, dictionary: of, frame: { sequence: 1, time, offset: 0, values, tables: [] } };
}

interface Fleet {
  readonly count: number;
  /** Each device has a dictionary of its own, as real ones have whose disks and services differ. */
  readonly own: boolean;
}

/** What the engine keeps of a device: after frames in which nothing happens, and after some in which limits are reached. */
async function memory(emit: Emit, rules: readonly Rule[], made: Made, { count, own }: Fleet): Promise<void> {
  const all = Array.from({ length: count }, (_, index) => deviceOf(index));
  const dictionaries = all.map(() => (own ? { series: [...dictionary.series] } : dictionary));
  const nothing = new Float64Array(dictionary.series.length).fill(Number.NaN);
  const before = bytes();
  const { engine, state } = await engineOf(rules, all);
  const turn = (values: (index: number) => Float64Array) => {
    state.now += interval;
    for (const [index, of] of dictionaries.entries()) engine.frames([stored(index, values(index), state.now, of)]);
  };
  turn(() => nothing);
  const quiet = (bytes() - before) / count;
  for (let step = 0; step < frames; step++) turn((index) => made[index % devices]?.[step] ?? nothing);
  const busy = (bytes() - before) / count;
  const began = process.cpuUsage();
  await engine.tick();
  const { user, system } = process.cpuUsage(began);
  const conditions = {
    devices: count,
    series: dictionary.series.length,
    rules_a_metric: rulesAMetric,
    own_dictionaries: own,
  };
  emit('bytes_per_device', Math.round(busy), 'By', {
    ...conditions,
    quiet: Math.round(quiet),
    findings: state.findings,
  });
  emit('tick_ms', round((user + system) / 1_000, 2), 'ms', conditions);
}

function bytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function rulesFor(seen: readonly Float64Array[]): Rule[] {
  const metrics = [...new Set(dictionary.series.map(({ metric }) => metric))];
  return metrics.flatMap((name) => {
    const metric = metricNamed(name);
    if (!metric) throw new Error(`${name} is not in the catalogue`);
    const columns = dictionary.series.flatMap((one, column) => (one.metric === name ? [column] : []));
    const all = seen.flatMap((values) => columns.map((column) => values[column] ?? 0));
    const most = all.reduce((top, value) => Math.max(top, value), 0);
    // What is always the same reaches no limit, or it would always.
    const reached = all.every((value) => value === all[0]) ? 1.2 * most : most;
    return Array.from({ length: rulesAMetric }, (_, n) => ruleOf(metric, n, reached));
  });
}

function ruleOf(metric: Metric, n: number, most: number): Rule {
  return {
    id: `${metric.name.replaceAll(/[._]/g, '-')}-${n}` as RuleId,
    name: `${metric.name} ${n}`,
    selector: n % 2 === 0 ? '' : 'kind=server',
    when: conditionOf(metric, n, most),
    forMs: n % 3 === 0 ? 0 : n * 60_000,
    clearForMs: n % 2 === 0 ? 0 : 300_000,
    enabled: true,
    runbook: '',
    overrides: [],
    origin: 'person',
    createdAt: start,
    changedAt: start,
    version: 1,
  };
}

/** From nine tenths of the most that was seen upwards; beneath what can be for some. */
function conditionOf(metric: Metric, n: number, most: number): Condition {
  if (metric.kind === 'state') {
    return { kind: 'state', metric: metric.name, states: { warning: [metric.states?.[2] ?? ''] } };
  }
  const at = (share: number) => Number((Math.max(most, 1) * share).toFixed(metric.decimals));
  const limit = at(0.9 + n * 0.02);
  if (n === 9) return { kind: 'value', metric: metric.name, is: 'below', levels: { warning: { limit: -1, clear: 0 } } };
  const critical = { limit: limit + 10 ** -metric.decimals * 1_000 };
  return { kind: 'value', metric: metric.name, is: 'above', levels: { warning: { limit, clear: at(0.8) }, critical } };
}
