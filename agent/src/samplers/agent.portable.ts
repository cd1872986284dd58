import {
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
import { Column } from './column.ts';
import type { OwnCost } from './own-cost.ts';
import { secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

const microsecondsPerSecond = 1_000_000;

/** What this program itself costs. How much of its memory it shares with others is told on Linux only. */
export const agent =
  (ownCost: OwnCost): SamplerFactory =>
  () => {
    const figures = [
      [agentResident, () => process.memoryUsage.rss()],
      [agentCycle, () => ownCost.cycleMs],
      [agentUnacknowledged, () => ownCost.link.unacknowledged],
      [agentDropped, () => ownCost.link.dropped],
      [agentRefused, () => ownCost.link.refused],
      [agentErrors, () => ownCost.errors],
      [agentSeries, () => ownCost.series],
      [agentOmitted, () => ownCost.omitted],
    ] as const;
    const columns = figures.map(([metric, value]) => ({ column: new Column(metric), value }));
    const cpu = new Column(agentCpu);
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
        for (const { column, value } of columns) column.set(sink, value());
      },
    };
  };
