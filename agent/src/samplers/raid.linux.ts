import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { raidMissing, raidProgress, raidState } from '@fettle/shared/metrics/raid';
import { namesIn, textIn } from '../platform/files.ts';
import type { SamplerFactory, Sink } from './sampler.ts';

type State = 'whole' | 'rebuilding' | 'degraded' | 'failed';

export interface DiskArray {
  readonly name: string;
  readonly state: State;
  /** NaN where the array keeps no copies (linear, raid0). */
  readonly missing: number;
  /** From 0 to 1; NaN where nothing is rebuilt or checked. */
  readonly progress: number;
}

/** Arrays of the kernel's own (/proc/mdstat) and pools of ZFS (/proc/spl/kstat/zfs). */
export const raid: SamplerFactory = (host) => {
  const [mdstat, pools] = [join(host.root, 'proc/mdstat'), join(host.root, 'proc/spl/kstat/zfs')];
  if (!existsSync(mdstat) && !existsSync(pools)) return 'no /proc/mdstat and no /proc/spl/kstat/zfs';
  return {
    family: 'raid',
    lane: 'slow',
    async sample(sink) {
      for (const array of arraysOf((await text(mdstat)) ?? '')) tell(sink, array);
      for (const pool of await namesIn(pools).catch(() => [])) {
        const state = poolStates.get((await text(join(pools, pool, 'state'))) ?? '');
        if (state) tell(sink, { name: pool, state, missing: Number.NaN, progress: Number.NaN });
      }
    },
  };
};

function tell(sink: Sink, { name, state, missing, progress }: DiskArray): void {
  sink.set(sink.column(raidState, name), raidState.states?.indexOf(state) ?? Number.NaN);
  if (!Number.isNaN(missing)) sink.set(sink.column(raidMissing, name), missing);
  if (!Number.isNaN(progress)) sink.set(sink.column(raidProgress, name), progress);
}

/** ZFS's words, zpoolconcepts(7). */
const poolStates = new Map<string, State>([
  ['ONLINE', 'whole'],
  ['DEGRADED', 'degraded'],
  ['FAULTED', 'failed'],
  ['SUSPENDED', 'failed'],
  ['UNAVAIL', 'failed'],
]);

/**
 * pure: `md0 : active raid1 sdb1[1] sda1[0]`, below it `… blocks … [2/1] [U_]`, and where one is under way
 * `[==>…]  recovery = 12.6% (…)`; md(4).
 */
export function arraysOf(mdstat: string): DiskArray[] {
  return mdstat.split(/\n(?=\S)/).flatMap((block) => {
    const [, name, active] = /^(md\S*) : (active|inactive)/.exec(block) ?? [];
    if (name === undefined) return [];
    const [, all, working] = /\[(\d+)\/(\d+)\] \[[U_]+\]/.exec(block) ?? [];
    const [, work, percent] = /(recovery|resync|reshape|check)\s*=\s*([\d.]+)%/.exec(block) ?? [];
    const missing = all === undefined ? Number.NaN : Math.max(0, Number(all) - Number(working));
    const repairs = work === 'recovery' || work === 'resync' || work === 'reshape';
    // One that is rebuilt still lacks a disk, and the work is what people want to know.
    const state = active === 'inactive' ? 'failed' : repairs ? 'rebuilding' : missing > 0 ? 'degraded' : 'whole';
    return [{ name, state, missing, progress: percent === undefined ? Number.NaN : Number(percent) / 100 }];
  });
}

/** Undefined: it is not there, or may not be read. */
function text(path: string): Promise<string | undefined> {
  return textIn(path).then(
    (content) => content.trim(),
    () => undefined,
  );
}
