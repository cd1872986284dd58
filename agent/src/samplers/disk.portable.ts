import { diskIo, diskOperations } from '@fettle/shared/metrics/disk';
import { known, type Portable } from './portable.ts';
import { rate, secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

/** The package sums all disks up. */
const all = 'all';

/** Bytes and operations of all disks together, once a minute, on macOS. */
export const disk =
  ({ ask, platform }: Portable): SamplerFactory =>
  () => {
    if (platform !== 'darwin' && platform !== 'linux') return 'disk traffic is read on Linux and macOS only';
    const told = [
      [diskIo, 'read'],
      [diskIo, 'write'],
      [diskOperations, 'read'],
      [diskOperations, 'write'],
    ] as const;
    let before: readonly number[] = [];
    let lastAt = Number.NaN;
    return {
      family: 'disk',
      lane: 'slow',
      async sample(sink, at) {
        const information = await ask();
        const [bytes, operations] = [await information.fsStats(), await information.disksIO()];
        const now = [bytes?.rx, bytes?.wx, operations?.rIO, operations?.wIO].map((value) => known(value));
        const seconds = secondsBetween(lastAt, at.monotonic);
        told.forEach(([metric, direction], place) => {
          const grown = rate(before[place] ?? Number.NaN, now[place] as number, seconds);
          sink.set(sink.column(metric, all, direction), grown);
        });
        before = now;
        lastAt = at.monotonic;
      },
    };
  };
