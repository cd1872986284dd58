import { processCount, processStates, processTable } from '@fettle/shared/metrics/process';
import type { TableRow } from '@fettle/shared/protocol/frame';
import type { Systeminformation } from 'systeminformation';
import type { Portable } from './portable.ts';
import type { SamplerFactory } from './sampler.ts';
import { addTop } from './top.ts';

type Told = Systeminformation.ProcessesProcessData;
type State = (typeof processStates)[number];

const shown = 10;
const kibibyte = 1_024;

/** The package's words; one that it does not know sleeps, as on Linux. Windows knows none. */
const stateOf = new Map<string, State>([
  ['running', 'running'],
  ['blocked', 'waiting'],
  ['stopped', 'stopped'],
  ['zombie', 'defunct'],
]);

/** Counts and the table of top processes, once a minute; what they read and write is told on Linux only. */
export const processes =
  ({ ask, os, platform }: Portable): SamplerFactory =>
  () => ({
    family: 'process',
    lane: 'slow',
    async sample(sink) {
      const { list } = await (await ask()).processes();
      for (const state of processStates) {
        const count = list.filter((one) => (stateOf.get(one.state) ?? 'sleeping') === state).length;
        if (count > 0 || state !== 'idle') sink.set(sink.column(processCount, state), count);
      }
      // ps says shares of one processor; for Linux and Windows the package says shares of them all.
      const processors = platform === 'linux' || platform === 'win32' ? os.cpus().length : 1;
      sink.table(processTable, rowsOf(list, processors));
    },
  });

/** pure: the ten that use most of the processors, then those that use most memory. */
export function rowsOf(list: readonly Told[], processors: number): TableRow[] {
  const top = new Set<Told>();
  addTop(top, list, shown, ({ cpu }) => cpu);
  addTop(top, list, shown, ({ memRss }) => memRss);
  return [...top].map(({ pid, started, name, cpu, memRss }) => ({
    id: pid,
    start: startOf(started),
    name: nameOf(name),
    values: [(cpu / 100) * processors, memRss * kibibyte, Number.NaN],
  }));
}

/** `2026-11-21 05:23:48` of the device's own time zone; 0 where it is not told. */
function startOf(started: string): number {
  const time = Date.parse(started.replace(' ', 'T'));
  return Number.isNaN(time) ? 0 : time;
}

/** Without path and arguments. */
const nameOf = (name: string) => name.split(/[/\\]/).at(-1)?.split(' ', 1)[0] || name;
