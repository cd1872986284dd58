import type { DeviceId } from '@fettle/shared/ids';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import type { Clock } from '../../../clock.ts';
import type { Scope } from '../../access/index.ts';
import type { Device } from '../../devices/index.ts';
import type { EventStore } from '../../events/index.ts';
import type { SeriesPoints, SeriesStore } from '../../series/index.ts';
import { type Column, columnsOf, type Read } from './columns.ts';
import type { Episode } from './episodes.ts';
import type { Fitting } from './fitting.ts';
import { hotDevices } from './hot.ts';
import { needKey, needsOf } from './needs.ts';
import type { Reading } from './plan.ts';
import { type DeviceRun, runDevice } from './run-device.ts';
import { runStates } from './run-states.ts';
import { runTrend } from './run-trend.ts';
import { type ReadDevices, readSeries, witness } from './series-read.ts';
import { readStates } from './states-read.ts';

/** One rule on its way through the past. */
export interface Run {
  readonly rule: CompiledRule;
  readonly devices: readonly Device[];
  /** Their ids. */
  readonly chosen: ReadonlySet<DeviceId>;
  readonly reading: Reading;
  readonly fitting: Fitting;
  /** Filled by `runAll`. */
  readonly episodes: Episode[];
}

interface Ports {
  readonly series: SeriesStore;
  readonly events: EventStore;
  readonly clock: Clock;
}
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Devices that are read at once: few enough to keep in memory, whatever they have; and to be read one by one, which takes
 * half the work of reading rows of the whole fleet when a month of all of it is wanted.
 */
const atOnce = 15;

/** Runs rules over the past of their devices, some devices at a time, until the budget is used up. */
export async function runAll(
  ports: Ports,
  scope: Scope,
  runs: readonly Run[],
  range: Range,
  budget: { readonly endsAt: number },
): Promise<{ readonly looked: number; readonly samples: number; readonly notes: string[] }> {
  const notes: string[] = [];
  let samples = 0;
  const [silent, measured] = [runs.filter(isSilence), runs.filter((run) => !isSilence(run))];
  for (const run of silent) {
    const read = await readStates(ports.events, scope, run.devices, range);
    samples += read.events;
    if (read.cut) notes.push('There were more changes of state than could be looked at: the oldest are left out.');
    for (const device of run.devices) {
      run.episodes.push(...runStates(deviceRun(run, device), read.states.get(device.id) ?? [], range.to));
    }
  }
  const devices = [...new Map(measured.flatMap((run) => run.devices.map((device) => [device.id, device]))).values()];
  let looked = 0;
  for (let first = 0; first < devices.length; first += atOnce) {
    const some = devices.slice(first, first + atOnce);
    const left = budget.endsAt - ports.clock.now();
    const count = left > 0 ? await runSome(ports, measured, some, range, left) : null;
    if (count === null) {
      notes.push(
        `Only ${looked} of ${devices.length} devices could be looked at in time. Choose fewer, or fewer days.`,
      );
      break;
    }
    samples += count;
    looked += some.length;
  }
  return { looked: measured.length === 0 ? (runs[0]?.devices.length ?? 0) : looked, samples, notes };
}

const isSilence = ({ rule }: Run) => rule.body.when.kind === 'device';

/** @returns the samples that were looked at; null: it took too long, and no episode was added */
async function runSome(
  { series }: Ports,
  runs: readonly Run[],
  devices: readonly Device[],
  range: Range,
  budgetMs: number,
): Promise<number | null> {
  const found: [Run, Episode[]][] = [];
  let samples = 0;
  // What is read in the same way is read once.
  for (const group of Map.groupBy(runs, keyOf).values()) {
    const own = devices.filter((device) => group.some((run) => run.chosen.has(device.id)));
    const read = await readGroup(series, group, own, range.to, budgetMs);
    if (read === null) return null;
    if (group[0] === runs[0]) samples += read.samples;
    for (const run of group) {
      for (const device of own) {
        const all = read.devices.get(device.id);
        if (all === undefined || !run.chosen.has(device.id)) continue;
        const columns = columnsOf(run.rule.body.when, all, run.reading.step !== undefined);
        if (run === runs[0]) samples += countOf(columns);
        found.push([run, episodesOf(run, device, columns, all, range)]);
      }
    }
  }
  for (const [run, episodes] of found) run.episodes.push(...episodes);
  return samples;
}

const keyOf = ({ rule, reading }: Run) =>
  JSON.stringify([needsOf(rule.body.when).map(needKey), reading.step, reading.from]);

function episodesOf(run: Run, device: Device, columns: readonly Column[], read: Read, range: Range): Episode[] {
  const past = deviceRun(run, device);
  if (run.rule.body.when.kind === 'trend') return runTrend(past, columns, range.from);
  return runDevice(past, withWitness(columns, read), range.to);
}

/** What runs that look at the same need of some devices, and what was read besides to know which these are. */
async function readGroup(
  series: SeriesStore,
  group: readonly Run[],
  devices: readonly Device[],
  to: number,
  budgetMs: number,
): Promise<{ readonly devices: ReadDevices; readonly samples: number } | null> {
  const [first] = group;
  if (first === undefined || devices.length === 0) return { devices: new Map(), samples: 0 };
  const { rule, reading } = first;
  const question = { devices: devices.map(({ id }) => id), needs: needsOf(rule.body.when), reading, to, budgetMs };
  const rules = group.map((run) => run.rule);
  const hot = await hotDevices(series, rules, question);
  if (hot === null) return null;
  const read = hot.devices.length === 0 ? new Map() : await readSeries(series, { ...question, devices: hot.devices });
  if (read === null) return null;
  const doubtful = [...read].filter(([, own]) => mayHaveGaps([...own.values()].flat(), reading)).map(([id]) => id);
  if (rule.body.when.kind !== 'trend' && doubtful.length > 0) {
    const told = await readSeries(series, { ...question, devices: doubtful, needs: [witness] });
    if (told === null) return null;
    for (const [id, own] of told) read.get(id)?.set(needKey(witness), own.get(needKey(witness)) ?? []);
  }
  return { devices: read, samples: hot.samples };
}

/** Whether there are times of which nobody can tell if the device was silent or only the series. */
function mayHaveGaps(series: readonly SeriesPoints[], { step }: Reading): boolean {
  return step === undefined || series.some(({ values }) => values.some(Number.isNaN));
}

function withWitness(
  columns: readonly Column[],
  read: ReadonlyMap<string, readonly SeriesPoints[]>,
): readonly Column[] {
  const told = read.get(needKey(witness)) ?? [];
  return columns.some(({ metric }) => metric === witness.metric) ? columns : [...columns, ...told];
}

const countOf = (columns: readonly Column[]) =>
  columns.reduce((sum, { values }) => sum + values.reduce((count, value) => count + (value === value ? 1 : 0), 0), 0);

function deviceRun({ rule, fitting, reading }: Run, device: Device): DeviceRun {
  return { device: device.id, rule, rules: fitting.for(device), interval: device.interval, step: reading.step };
}
