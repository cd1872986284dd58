import type { DeviceId, StatementId } from '@fettle/shared/ids';
import { agentActor, allowAgent, everywhere } from '../access/index.ts';
import type { OrderPorts } from './context.ts';
import type { Run } from './types.ts';

/** What an agent measured after a remedy by rule. */
export interface RemedyReport {
  readonly device: DeviceId;
  readonly standing: string;
  /** Of the receipt. */
  readonly seq: number;
  readonly before: number | null;
  readonly after: number | null;
  readonly cleared: boolean;
  readonly time: number;
}

/**
 * Makes it durable, once. `unknown`: the receipt that it is about is not here yet, so it is to come again; or never was one of a
 * remedy by rule.
 */
export async function takeRemedy(
  { runs, now }: Pick<OrderPorts, 'runs' | 'now'>,
  report: RemedyReport,
): Promise<'added' | 'known' | 'unknown'> {
  const { device, standing, seq, before, after, cleared, time } = report;
  allowAgent(agentActor(device), 'agent.report', device);
  const run = await runOf(runs, device, seq, standing as StatementId);
  if (!run || run.rule === null || run.instance === null) return 'unknown';
  const { rule, instance, id, site } = run;
  const detail = { run: id, standing, rule, instance, before, after, cleared };
  return runs.remedied(
    { run: id, rule, instance, before, after, cleared, time },
    { events: [{ time: now, kind: 'run.remedied', device, site, detail }], audit: [] },
  );
}

async function runOf(
  runs: OrderPorts['runs'],
  device: DeviceId,
  seq: number,
  standing: StatementId,
): Promise<Run | null> {
  for (const { run: id } of await runs.links([{ device, seqs: [seq] }])) {
    const run = await runs.run(everywhere, id);
    if (run?.kind === 'standing' && run.statement === standing) return run;
  }
  return null;
}
