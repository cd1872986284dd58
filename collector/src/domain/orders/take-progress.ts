import type { DeviceId, RunId } from '@fettle/shared/ids';
import { agentActor, allowAgent } from '../access/index.ts';
import type { NewEvent } from '../events/index.ts';
import { type OrderPorts, runIdOf } from './context.ts';
import { mayMove } from './run-states.ts';
import type { RunMove } from './store.ts';
import type { Run } from './types.ts';

/** How far an agent says an order has come. */
export interface ProgressReport {
  readonly device: DeviceId;
  /** Id of what was signed. */
  readonly statement: string;
  readonly run: number;
  readonly state: 'taken' | 'waiting' | 'running';
  readonly step: number;
}

/**
 * Writes how far runs have come, many at once; the receipt is the last word. Only runs of the device that says it: an order that
 * is not its own changes nothing. Gives those that moved.
 */
export async function takeProgress(
  { runs, now }: Pick<OrderPorts, 'runs' | 'now'>,
  reports: readonly ProgressReport[],
): Promise<Run[]> {
  const moves = new Map<string, RunMove>();
  const ids = reports.map(({ statement, device, run }) => runIdOf(statement, device, run));
  const found = new Map((await runs.several(ids)).map((run) => [run.id, run]));
  for (const [i, report] of reports.entries()) {
    allowAgent(agentActor(report.device), 'agent.report', report.device);
    const id = ids[i] as RunId;
    const known = moves.get(id);
    const run = known?.after ?? found.get(id);
    if (!run || run.device !== report.device) continue;
    const after = movedBy(run, report, now);
    if (after !== null) moves.set(id, { before: known?.before ?? run.state, after });
  }
  if (moves.size === 0) return [];
  const before = new Map([...moves.values()].map((one) => [one.after.id, one.before]));
  return runs.move([...moves.values()], (moved) => ({
    events: moved.filter(({ id, state }) => state === 'running' && before.get(id) !== 'running').map(started(now)),
    audit: [],
  }));
}

function movedBy(run: Run, { state, step }: ProgressReport, now: number): Run | null {
  if (state === 'waiting' && mayMove(run.state, 'running')) {
    const remark = 'It waits on the device: whoever is there can still stop it.';
    return run.remark === remark ? null : { ...run, remark };
  }
  if (state !== 'running') return null;
  if (run.state === 'running') return step > run.step ? { ...run, step } : null;
  if (!mayMove(run.state, 'running')) return null;
  return { ...run, state: 'running', step, startedAt: now, remark: null };
}

const started =
  (now: number) =>
  (run: Run): NewEvent => ({
    time: now,
    kind: 'run.started',
    device: run.device,
    site: run.site,
    detail: { run: run.id, order: run.order, kind: run.kind, title: run.title },
  });
