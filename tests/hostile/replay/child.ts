/**
 * The executor as it is, but that it dies by SIGKILL where it is told to: at a moment of a run, at the n-th change of a file
 * after a run has begun, or at the n-th since its start. `<folder> <kind> <what>`
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', kind = 'none', what = ''] = process.argv.slice(2);
let left = kind === 'start' || kind === 'change' ? Number(what) : Number.POSITIVE_INFINITY;
let armed = kind === 'start';
const die = () => process.kill(process.pid, 'SIGKILL');

type Changing = 'openSync' | 'writeSync' | 'fsyncSync' | 'linkSync' | 'renameSync' | 'rmSync' | 'mkdirSync';
for (const name of [
  'openSync',
  'writeSync',
  'fsyncSync',
  'linkSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
] as Changing[]) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name](...args: unknown[]) {
      // Before it, so that what comes first may be undone as well as done.
      if (armed && left-- === 0) die();
      return real.apply(fs, args);
    },
  });
}
syncBuiltinESMExports();

const { serve } = await import('../../../agent/src/executor/serve.ts');
const { systemClock } = await import('../../../agent/src/executor/clock.ts');
const { platformOf } = await import('../../../agent/src/executor/platform/platforms.ts');
await serve(
  { input: process.stdin, output: process.stdout },
  {
    folder,
    open: false,
    idleMs: 60_000,
    ports: {
      clock: systemClock,
      platform: platformOf(),
      grace: { timeout: 100, stop: 100 },
      at(moment) {
        if (kind === 'moment' && moment === what) die();
        if (kind === 'change' && moment === 'before-intent') armed = true;
      },
    },
    ending: new AbortController().signal,
  },
);
process.exit(0);
