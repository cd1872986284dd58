import { join } from 'node:path';
import { outOfMemoryKills, pageFaults, pageTraffic, pagingOperations, reclaimed } from '@fettle/shared/metrics/swap';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { rate, secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

/** Counters of /proc/vmstat, told as they are, times a factor: `pgpgin` and `pgpgout` count kibibytes. */
const counters = [
  ['pswpin', 1, pagingOperations, 'in'],
  ['pswpout', 1, pagingOperations, 'out'],
  ['pgpgin', 1_024, pageTraffic, 'in'],
  ['pgpgout', 1_024, pageTraffic, 'out'],
  ['pgmajfault', 1, pageFaults, 'major'],
  ['pgscan_kswapd', 1, reclaimed, 'looked_at_ahead'],
  ['pgscan_direct', 1, reclaimed, 'looked_at_in_need'],
  ['pgsteal_kswapd', 1, reclaimed, 'taken_ahead'],
  ['pgsteal_direct', 1, reclaimed, 'taken_in_need'],
  ['workingset_refault_anon', 1, reclaimed, 'missed_of_programs'],
  ['workingset_refault_file', 1, reclaimed, 'missed_of_files'],
] as const;
/** All faults, the major ones among them. */
const faults = counters.length;
const majors = counters.findIndex(([line]) => line === 'pgmajfault');
const kills = faults + 1;
const lines = [...counters.map(([line]) => line), 'pgfault', 'oom_kill'];

/** How busy the memory manager is. How full the swap is stands in /proc/meminfo: see memory.linux.ts. */
export const swap: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/vmstat'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/vmstat';
  const known = new KeyedLines(lines);
  const before = new Float64Array(lines.length).fill(Number.NaN);
  const columns = counters.map(([, factor, metric, attribute]) => ({ factor, column: new Column(metric, attribute) }));
  const minor = new Column(pageFaults, 'minor');
  const killed = new Column(outOfMemoryKills);
  let lastAt = Number.NaN;

  return {
    family: 'swap',
    lane: 'fast',
    sample(sink, at) {
      if (!file.read(reader)) return;
      known.parse(reader);
      const { values } = known;
      const seconds = secondsBetween(lastAt, at.monotonic);
      lastAt = at.monotonic;
      for (let line = 0; line < columns.length; line++) {
        const { factor, column } = columns[line] as (typeof columns)[0];
        column.set(sink, rate(before[line] as number, values[line] as number, seconds) * factor);
      }
      const all = rate(before[faults] as number, values[faults] as number, seconds);
      minor.set(sink, all - rate(before[majors] as number, values[majors] as number, seconds));
      killed.set(sink, values[kills] as number);
      before.set(values);
    },
    close: () => file.close(),
  };
};
