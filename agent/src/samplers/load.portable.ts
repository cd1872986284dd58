import { load1, load5, load15 } from '@fettle/shared/metrics/load';
import { Column } from './column.ts';
import type { Portable } from './portable.ts';
import type { SamplerFactory } from './sampler.ts';

export const load =
  ({ os, platform }: Portable): SamplerFactory =>
  () => {
    // There os.loadavg() says 0, which would be read as a machine that idles.
    if (platform === 'win32') return 'Windows keeps no load average';
    const averages = [load1, load5, load15].map((metric) => new Column(metric));
    return {
      family: 'load',
      lane: 'fast',
      sample(sink) {
        const now = os.loadavg();
        averages.forEach((column, at) => column.set(sink, now[at] ?? Number.NaN));
      },
    };
  };
