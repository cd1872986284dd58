import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesystemAsking } from '@fettle/agent/samplers/filesystem.linux';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { RecordedMachine } from '@fettle/agent/samplers/recorded-machine';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner, type Cycle, type Registry, type Runner } from '@fettle/agent/samplers/runner';
import { families, metricNamed } from '@fettle/shared/metrics/catalogue';
import { type Metric, seriesText } from '@fettle/shared/metrics/metric';
import { expect, test } from 'vitest';
import { damaged, pick, seeded } from './damage.ts';

const cases = 400;
/** As often the damage is undone and everything must be as it was. */
const healEvery = 10;
const seed = 20_261_121;

/** Which families of metrics a file has a say in; all others must not notice what happens to it. */
const readers: readonly (readonly [RegExp, ...string[]])[] = [
  [/^proc\/stat$/, 'cpu', 'load', 'process'],
  [/^proc\/meminfo$/, 'memory', 'swap'],
  [/^proc\/vmstat$/, 'swap'],
  [/^proc\/(?:loadavg|sys\/kernel\/(?:threads-max|pid_max))$/, 'load', 'process'],
  [/^proc\/(?:\d+\/(?:stat|io|cmdline)|sys\/fs\/file-nr)$/, 'process'],
  [/^proc\/uptime$/, 'uptime'],
  [/^(?:proc\/diskstats|sys\/block\/)/, 'disk'],
  [/^(?:proc\/net\/dev$|sys\/class\/net\/)/, 'network'],
  [/^proc\/(?:net\/(?:sockstat6?|snmp6?|netstat)$|sys\/net\/)/, 'socket'],
  [/^proc\/pressure\//, 'pressure'],
  [/^proc\/1\/mountinfo$/, 'filesystem'],
  [/^sys\/class\/(?:hwmon|thermal|power_supply)\//, 'sensor'],
  [/^proc\/(?:mdstat|spl\/)/, 'raid'],
  [/^(?:etc|usr|\.dockerenv|run|proc\/self|proc\/cpuinfo|proc\/device-tree|proc\/sys\/kernel|sys\/class\/dmi|sys\/fs)/],
];
const familiesOf = (path: string): readonly string[] => {
  const found = readers.find(([pattern]) => pattern.test(path));
  if (!found) throw new Error(`no family reads ${path}: say which in this test's table`);
  return found.slice(1) as string[];
};
const familyOf = new Map(families.flatMap(({ id, metrics }) => metrics.map(({ name }) => [name, id] as const)));

/** A machine with its runner and what it last told. */
class Measured implements Disposable {
  readonly machine: RecordedMachine;
  readonly runner: Runner;
  readonly #originals: ReadonlyMap<string, Buffer>;

  constructor(name: string) {
    this.machine = new RecordedMachine(name);
    const { machine } = this;
    const paths = readdirSync(machine.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(machine.root.length + 1));
    this.#originals = new Map(paths.map((path) => [path, readFileSync(join(machine.root, path))]));
    const ownCost = new OwnCost();
    this.runner = createRunner(machine, samplersOf(machine, ownCost), { log: silent, ownCost });
  }

  get paths(): readonly string[] {
    return [...this.#originals.keys()];
  }

  /** Two cycles, because a slow sampler's values are in the one after it. */
  async cycle(minute: number): Promise<Cycle> {
    const at = (ms: number) => ({ monotonic: minute * 60_000 + ms, wall: 1_795_000_000_000 + minute * 60_000 + ms });
    this.runner.cycle(at(0));
    await this.runner.idle();
    return this.runner.cycle(at(1_000));
  }

  /** In place: samplers keep their files open, and a file of /proc is never another one under the same name. */
  damage(path: string, random: () => number): void {
    this.machine.write({ [path]: Buffer.from(damaged(this.#text(path), random), 'latin1') });
  }

  heal(paths: Iterable<string>): void {
    for (const path of paths) this.machine.write({ [path]: this.#originals.get(path) ?? '' });
  }

  #text(path: string): string {
    return this.#originals.get(path)?.toString('latin1') ?? '';
  }

  [Symbol.dispose](): void {
    this.runner.close();
    this.machine[Symbol.dispose]();
  }
}

const silent = { info: () => {}, warn: () => {} };

/** Without what the agent costs: that is this test's own. */
function samplersOf(machine: RecordedMachine, ownCost: OwnCost): Registry {
  return registry(ownCost)
    .filter(([family]) => family !== 'agent')
    .map(([family, factory]) =>
      family === 'filesystem'
        ? [family, () => filesystemAsking(machine.root, machine.ask, 2)]
        : ([family, factory] as const),
    );
}

/** Present values by series. */
type Told = ReadonlyMap<string, { readonly metric: Metric; readonly value: number }>;

function told({ values, dictionary }: Cycle): Told {
  const found = new Map<string, { metric: Metric; value: number }>();
  for (const [column, series] of dictionary.series.entries()) {
    const metric = metricNamed(series.metric);
    const value = values[column] ?? Number.NaN;
    if (metric && !Number.isNaN(value)) found.set(seriesText(series), { metric, value });
  }
  return found;
}

function impossible(cycle: Cycle): string[] {
  return [...told(cycle)]
    .filter(([, { metric, value }]) => !possible(metric, value))
    .map(([series, { value }]) => `${series} = ${value}`);
}

function possible({ kind, states }: Metric, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (kind === 'rate') return value >= 0;
  return kind !== 'state' || (Number.isInteger(value) && value >= 0 && value < (states?.length ?? 0));
}

/** Series of untouched families that differ from those of the machine that nobody damaged. */
function disturbed(now: Told, before: Told, touched: ReadonlySet<string>): string[] {
  const differs = (series: string) => now.get(series)?.value !== before.get(series)?.value;
  const untouched = ([, { metric }]: readonly [string, { metric: Metric }]) =>
    !touched.has(familyOf.get(metric.name) ?? '');
  return [...new Map([...now, ...before])]
    .filter(untouched)
    .map(([series]) => series)
    .filter((series) => differs(series));
}

const machines = ['openwrt-router', 'plugged-and-renamed', 'laptop', 'server-64-cores', 'odd-mounts'];

test.each(machines)('%s with damaged files: nothing impossible is told, other families go on', async (name) => {
  const random = seeded(seed);
  using machine = new Measured(name);
  const hurt = new Set<string>();
  let minute = 0;
  for (; minute < 4; minute++) await machine.cycle(minute);
  // Nothing on the machine moves, so that this is what it must tell at any time.
  const sound = told(await machine.cycle(minute++));
  for (let number = 1; number <= cases; number++, minute++) {
    if (number % healEvery === 0) {
      machine.heal(hurt);
      hurt.clear();
      // Processes that nothing points at are read at each sixth scan.
      for (let turn = 0; turn < 4; turn++, minute++) await machine.cycle(minute);
    } else {
      const paths = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, machine.paths));
      for (const path of paths) machine.damage(path, random);
      for (const path of paths) hurt.add(path);
    }
    const cycle = await machine.cycle(minute);
    const touched = new Set([...hurt].flatMap((path) => familiesOf(path)));
    const where = `case ${number}, damaged ${[...hurt].join(' ')}`;
    expect(impossible(cycle), where).toEqual([]);
    expect(disturbed(told(cycle), sound, touched), where).toEqual([]);
  }
});

test.each(machines)('%s: samplers that begin with damaged and missing files tell nothing impossible', async (name) => {
  const random = seeded(seed + 1);
  using machine = new Measured(name);
  const choose = (count: number) => Array.from({ length: count }, () => pick(random, machine.paths));
  for (let number = 0; number < 40; number++) {
    const [hurt, missing] = [choose(6), choose(2)];
    for (const path of hurt) machine.damage(path, random);
    for (const path of missing) machine.machine.remove(path);
    const ownCost = new OwnCost();
    const runner = createRunner(machine.machine, samplersOf(machine.machine, ownCost), { log: silent, ownCost });
    for (const monotonic of [0, 10_000]) {
      expect(impossible(runner.cycle({ monotonic, wall: monotonic })), [...hurt, ...missing].join(' ')).toEqual([]);
      await runner.idle();
    }
    runner.close();
    machine.heal([...hurt, ...missing]);
  }
});
