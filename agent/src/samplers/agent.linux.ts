import { join } from 'node:path';
import {
  agentAnonymous,
  agentCpu,
  agentCycle,
  agentDropped,
  agentErrors,
  agentOmitted,
  agentRefused,
  agentResident,
  agentSeries,
  agentUnacknowledged,
} from '@fettle/shared/metrics/agent';
import { kernelUnits } from '../platform/linux/auxv.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { OwnCost } from './own-cost.ts';
import { secondsBetween } from './rate.ts';
import type { Host, Sampler } from './sampler.ts';

const microsecondsPerSecond = 1_000_000;

/** What this program itself costs. Memory from `/proc/self/statm`: size, resident and shared, in pages. */
export const agent = (host: Host, ownCost: OwnCost): Sampler | string => {
  const file = new ProcFile(join(host.root, 'proc/self/statm'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/self/statm';
  const { pageSize } = kernelUnits(host.root);
  const cpu = new Column(agentCpu);
  const resident = new Column(agentResident);
  const anonymous = new Column(agentAnonymous);
  const figures = figuresOf(ownCost);
  let lastAt = Number.NaN;
  let lastUsed = Number.NaN;

  return {
    family: 'agent',
    lane: 'fast',
    sample(sink, at) {
      const { user, system } = process.cpuUsage();
      const used = (user + system) / microsecondsPerSecond;
      cpu.set(sink, (used - lastUsed) / secondsBetween(lastAt, at.monotonic));
      lastUsed = used;
      lastAt = at.monotonic;
      if (file.read(reader)) {
        reader.skip(1);
        const pages = reader.integer();
        resident.set(sink, pages * pageSize);
        anonymous.set(sink, (pages - reader.integer()) * pageSize);
      }
      for (let next = 0; next < figures.length; next++)
        figures[next]?.column.set(sink, figures[next]?.value() ?? Number.NaN);
    },
    close: () => file.close(),
  };
};

function figuresOf(ownCost: OwnCost) {
  return [
    { column: new Column(agentCycle), value: () => ownCost.cycleMs },
    { column: new Column(agentUnacknowledged), value: () => ownCost.link.unacknowledged },
    { column: new Column(agentDropped), value: () => ownCost.link.dropped },
    { column: new Column(agentRefused), value: () => ownCost.link.refused },
    { column: new Column(agentErrors), value: () => ownCost.errors },
    { column: new Column(agentSeries), value: () => ownCost.series },
    { column: new Column(agentOmitted), value: () => ownCost.omitted },
  ];
}
