import { join } from 'node:path';
import { clockError, clockOffset, systemUptime } from '@fettle/shared/metrics/uptime';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { OwnCost } from './own-cost.ts';
import type { Host, Sampler } from './sampler.ts';

/** `/proc/uptime`: `2725.62 5158.95`, proc_uptime(5); and how wrong the clock is, as the link measured it. */
export const uptime = (host: Host, ownCost: OwnCost): Sampler | string => {
  const file = new ProcFile(join(host.root, 'proc/uptime'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/uptime';
  const column = new Column(systemUptime);
  const offset = new Column(clockOffset);
  const error = new Column(clockError);
  return {
    family: 'uptime',
    lane: 'fast',
    sample(sink) {
      if (file.read(reader)) column.set(sink, reader.decimal());
      offset.set(sink, ownCost.link.clockOffset);
      error.set(sink, Math.abs(ownCost.link.clockOffset));
    },
    close: () => file.close(),
  };
};
