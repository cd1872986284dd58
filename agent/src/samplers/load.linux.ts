import { join } from 'node:path';
import { load1, load5, load15, threads } from '@fettle/shared/metrics/load';
import { threadShare } from '@fettle/shared/metrics/process';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { SamplerFactory } from './sampler.ts';

/** `/proc/loadavg`: `0.47 0.54 0.24 1/99 22510`, proc_loadavg(5). The most threads are the lower of two limits. */
export const load: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/loadavg'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/loadavg';
  const averages = [load1, load5, load15].map((metric) => new Column(metric));
  const running = new Column(threads, 'running');
  const all = new Column(threads, 'all');
  const share = new Column(threadShare);
  const limits = ['threads-max', 'pid_max'].map((name) => new ProcFile(join(host.root, 'proc/sys/kernel', name)));
  return {
    family: 'load',
    lane: 'fast',
    sample(sink) {
      if (!file.read(reader)) return;
      for (const average of averages) average.set(sink, reader.decimal());
      running.set(sink, reader.integer());
      const count = reader.integer();
      all.set(sink, count);
      let most = Number.POSITIVE_INFINITY;
      for (const limit of limits) if (limit.read(reader)) most = Math.min(most, reader.integer());
      share.set(sink, count / most);
    },
    close() {
      for (const open of [file, ...limits]) open.close();
    },
  };
};
