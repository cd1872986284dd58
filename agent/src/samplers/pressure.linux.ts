import { join } from 'node:path';
import { pressureShare } from '@fettle/shared/metrics/pressure';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { bytesOf, Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { rate, secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

const equals = 0x3d;
const full = bytesOf('full');
const microsecondsPerSecond = 1_000_000;

interface Line {
  readonly column: Column;
  before: number;
}

interface Resource {
  readonly file: ProcFile;
  readonly some: Line;
  /** Undefined for the processors: the kernel says 0 there, for all of them can never wait for one. */
  readonly full: Line | undefined;
}

/**
 * Pressure stall information: `some avg10=0.41 avg60=0.38 avg300=0.68 total=16927011`. The total is in µs, so the share
 * since the sample before is exact, whatever the interval.
 */
export const pressure: SamplerFactory = (host) => {
  const resources = ['cpu', 'memory', 'io'].map((name) => resource(host.root, name));
  const reader = new Reader();
  try {
    if (!resources.some(({ file }) => file.read(reader))) return 'no /proc/pressure';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EOPNOTSUPP') return 'pressure is switched off (psi=0)';
    throw error;
  }
  let lastAt = Number.NaN;

  return {
    family: 'pressure',
    lane: 'fast',
    sample(sink, at) {
      const seconds = secondsBetween(lastAt, at.monotonic);
      lastAt = at.monotonic;
      for (const known of resources) {
        if (!known.file.read(reader)) continue;
        do {
          const line = reader.sees(full) ? known.full : known.some;
          if (!line) continue;
          for (let word = 0; word < 4; word++) reader.after(equals);
          const total = reader.integer();
          line.column.set(sink, rate(line.before, total, seconds) / microsecondsPerSecond);
          line.before = total;
        } while (reader.nextLine());
      }
    },
    close() {
      for (const { file } of resources) file.close();
    },
  };
};

function resource(root: string, name: string): Resource {
  const line = (type: string): Line => ({ column: new Column(pressureShare, name, type), before: Number.NaN });
  return {
    file: new ProcFile(join(root, 'proc/pressure', name)),
    some: line('some'),
    full: name === 'cpu' ? undefined : line('full'),
  };
}
