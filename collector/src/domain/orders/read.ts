import type { DeviceId, RunId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { RunStore } from './store.ts';
import type { Remedy, Run, RunResult } from './types.ts';

/** Runs as later capabilities read them. */
export interface RunReader {
  /** Null: there is none. */
  getRun(
    id: RunId,
  ): Promise<{ readonly run: Run; readonly result: RunResult | null; readonly remedy: Remedy | null } | null>;
  /** Runs on a device that ended in a time, `to` exclusive, newest first; at most 1,000. */
  runsOf(device: DeviceId, from: number, to: number): Promise<Run[]>;
}

/** @throws FettleError `not_allowed` */
export function runReader(store: Pick<RunStore, 'run' | 'result' | 'remedy' | 'runs'>, actor: Actor): RunReader {
  allow(actor, 'run.read');
  return {
    async getRun(id) {
      const run = await store.run(actor.scope, id);
      if (!run) return null;
      const [result, remedy] = await Promise.all([store.result(id), store.remedy(id)]);
      return { run, result, remedy };
    },
    async runsOf(device, from, to) {
      const runs = await store.runs(actor.scope, { device, from, to, limit: 1_000, sort: 'time' });
      return runs.filter(({ endedAt }) => endedAt !== null && endedAt >= from && endedAt < to);
    },
  };
}
