import type { DeviceId, RunId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { RunStore } from './store.ts';
import type { Remedy, Run, RunResult } from './types.ts';

export interface ReadRun {
  readonly run: Run;
  readonly result: RunResult | null;
  readonly remedy: Remedy | null;
}

type Reads = Pick<RunStore, 'run' | 'several' | 'result' | 'results' | 'remedy' | 'remedies' | 'runs'>;

/** Runs as later capabilities read them. */
export interface RunReader {
  /** Null: there is none. */
  getRun(id: RunId): Promise<ReadRun | null>;
  /** Of these ids those that there are, in any order. */
  getRuns(ids: readonly RunId[]): Promise<ReadRun[]>;
  /** Runs on a device that ended in a time, `to` exclusive, newest first; at most 1,000. */
  runsOf(device: DeviceId, from: number, to: number): Promise<Run[]>;
}

/** @throws FettleError `not_allowed` */
export function runReader(store: Reads, actor: Actor): RunReader {
  allow(actor, 'run.read');
  const seesAll = actor.scope.sites === 'all' && actor.scope.selector === undefined;
  async function getRun(id: RunId): Promise<ReadRun | null> {
    const run = await store.run(actor.scope, id);
    if (!run) return null;
    const [result, remedy] = await Promise.all([store.result(id), store.remedy(id)]);
    return { run, result, remedy };
  }
  return {
    getRun,
    async getRuns(ids) {
      if (!seesAll) return (await Promise.all(ids.map(getRun))).filter((one) => one !== null);
      const [runs, results, remedies] = await Promise.all([
        store.several(ids),
        store.results(ids),
        store.remedies(ids),
      ]);
      const resultOf = new Map(results.map((result) => [result.run, result]));
      const remedyOf = new Map(remedies.map((remedy) => [remedy.run, remedy]));
      return runs.map((run) => ({
        run,
        result: resultOf.get(run.id) ?? null,
        remedy: remedyOf.get(run.id) ?? null,
      }));
    },
    async runsOf(device, from, to) {
      const runs = await store.runs(actor.scope, { device, from, to, limit: 1_000, sort: 'time' });
      return runs.filter(({ endedAt }) => endedAt !== null && endedAt >= from && endedAt < to);
    },
  };
}
