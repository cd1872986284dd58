import { join } from 'node:path';
import { pressureShare } from '@fettle/shared/metrics/pressure';
import type { SamplerFactory } from './sampler.ts';
import { ToldFile } from './told-file.ts';

/** Behind the averages over 10, 60 and 300 seconds. */
const total = 3;
const secondsPerMicrosecond = 1e-6;

/**
 * Pressure stall information: `some avg10=0.41 avg60=0.38 avg300=0.68 total=16927011`. The total is in µs, so the share
 * since the sample before is exact, whatever the interval.
 */
export const pressure: SamplerFactory = (host) => {
  const files = ['cpu', 'memory', 'io'].map((name) => resource(host.root, name));
  try {
    if (!files.some((file) => file.exists)) return 'no /proc/pressure';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EOPNOTSUPP') return 'pressure is switched off (psi=0)';
    throw error;
  }
  return {
    family: 'pressure',
    lane: 'fast',
    sample(sink, at) {
      for (let next = 0; next < files.length; next++) files[next]?.tell(sink, at.monotonic);
    },
    close() {
      for (const file of files) file.close();
    },
  };
};

function resource(root: string, name: string): ToldFile {
  // The kernel says 0 for `full` of the processors: all of them can never wait for one.
  const told = name === 'cpu' ? ['some'] : ['some', 'full'];
  return new ToldFile(
    join(root, 'proc/pressure', name),
    (lines, steps, sink) => {
      for (const { key, first, count } of lines) {
        if (!told.includes(key) || count <= total) continue;
        steps.rate(first + total, () => sink.column(pressureShare, name, key), { factor: secondsPerMicrosecond });
      }
    },
    'short',
  );
}
