import { clockError, clockOffset, systemUptime } from '@fettle/shared/metrics/uptime';
import { Column } from './column.ts';
import type { OwnCost } from './own-cost.ts';
import type { Portable } from './portable.ts';
import type { SamplerFactory } from './sampler.ts';

/** Time since the start, and how wrong the clock is, as the link measured it. */
export const uptime =
  ({ os }: Portable, ownCost: OwnCost): SamplerFactory =>
  () => {
    const column = new Column(systemUptime);
    const offset = new Column(clockOffset);
    const error = new Column(clockError);
    return {
      family: 'uptime',
      lane: 'fast',
      sample(sink) {
        column.set(sink, os.uptime());
        offset.set(sink, ownCost.link.clockOffset);
        error.set(sink, Math.abs(ownCost.link.clockOffset));
      },
    };
  };
