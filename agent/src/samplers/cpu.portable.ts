import type { CpuInfo } from 'node:os';
import { cpuBusy, cpuCore, type cpuModes, cpuUtilization } from '@fettle/shared/metrics/cpu';
import { Column } from './column.ts';
import type { Portable } from './portable.ts';
import { growth } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

type Mode = (typeof cpuModes)[number];
/** What every operating system tells. iowait and steal are Linux's. */
const modes = ['user', 'nice', 'system', 'interrupt', 'idle'] as const satisfies readonly Mode[];
const idle = modes.indexOf('idle');

/** Processors by the times that `os.cpus()` tells, all together and each by itself. */
export const cpu =
  ({ os, platform }: Portable): SamplerFactory =>
  () => {
    if (os.cpus().length === 0) return 'this system tells no processor times';
    const all = modes.map((mode) => new Column(cpuUtilization, mode));
    const busy = new Column(cpuBusy);
    const cores: { readonly times: Times; readonly column: Column }[] = [];
    const sums = new Float64Array(modes.length);

    return {
      family: 'cpu',
      lane: 'fast',
      sample(sink) {
        sums.fill(0);
        os.cpus().forEach(({ times }, number) => {
          const core = (cores[number] ??= { times: new Times(), column: new Column(cpuCore, String(number)) });
          core.times.take(times, platform);
          core.column.set(sink, 1 - (core.times.added[idle] as number) / core.times.total);
          for (let mode = 0; mode < sums.length; mode++) {
            sums[mode] = (sums[mode] as number) + (core.times.added[mode] as number);
          }
        });
        const total = sums.reduce((sum, part) => sum + part, 0);
        busy.set(sink, total > 0 ? 1 - (sums[idle] as number) / total : Number.NaN);
        all.forEach((column, mode) => column.set(sink, total > 0 ? (sums[mode] as number) / total : Number.NaN));
      },
    };
  };

/** One processor's times and what was added to them since they were last taken; NaN at first. */
class Times {
  readonly #before = new Float64Array(modes.length).fill(Number.NaN);
  readonly added = new Float64Array(modes.length).fill(Number.NaN);
  total = Number.NaN;

  take({ user, nice, sys, irq, idle: idled }: CpuInfo['times'], platform: NodeJS.Platform): void {
    // Windows counts the time of interrupts among the kernel's.
    const system = platform === 'win32' ? sys - irq : sys;
    let total = 0;
    for (const [mode, value] of [user, nice, system, irq, idled].entries()) {
      const added = growth(this.#before[mode] as number, value);
      // A processor that was taken away and came back counts from the beginning: nothing can be told of this cycle.
      this.added[mode] = added;
      total += added;
      this.#before[mode] = value;
    }
    this.total = total > 0 ? total : Number.NaN;
  }
}
