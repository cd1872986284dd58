import { createHash } from 'node:crypto';
import type { StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { fromBase64 } from '@fettle/shared/trust/keys';
import { openReceipt, type Opened } from '@fettle/shared/trust/open';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import { agentActor, allowAgent, everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { NewEvent } from '../events/index.ts';
import { judge, type Judgement } from './chain.ts';
import { type OrderPorts, runIdOf } from './context.ts';
import { mayMove } from './run-states.ts';
import type { RunEnd } from './store.ts';
import { blankRun } from './submitted.ts';
import { lastLineOf, safeText } from './text.ts';
import type { ReceiptLink, Run, RunResult } from './types.ts';

/** A receipt that its device's key signed, with the output that came along. */
export interface ReceiptReport {
  readonly device: Pick<Device, 'id' | 'name' | 'site'>;
  readonly receipt: Opened<ReceiptStatement>;
  readonly envelope: Envelope;
  readonly output: Uint8Array;
}

export type ResultPorts = Pick<OrderPorts, 'runs' | 'orders' | 'standing' | 'now'>;

/** @throws TrustError unless the device's own key signed it and it is about itself */
export function openReport(envelope: unknown, device: Pick<Device, 'id' | 'publicKey'>): Opened<ReceiptStatement> {
  return openReceipt(envelope, { id: device.id, key: fromBase64(device.publicKey) });
}

/**
 * Makes receipts durable, many at once and each once. A report whose run was changed meanwhile is `changed_meanwhile`: bring it again.
 * At most one report of a device at once, for each is judged by those before it.
 */
export async function takeResults(
  ports: ResultPorts,
  reports: readonly ReceiptReport[],
): Promise<{ outcome: 'ended' | 'known' | 'changed_meanwhile'; run: Run }[]> {
  const ends: RunEnd[] = [];
  for (const report of reports) {
    allowAgent(agentActor(report.device.id), 'agent.report', report.device.id);
    ends.push(await endOf(ports, report));
  }
  const outcomes = await ports.runs.end(ends);
  return ends.map(({ after }, i) => ({ outcome: outcomes[i] ?? 'changed_meanwhile', run: after }));
}

async function endOf(ports: ResultPorts, report: ReceiptReport): Promise<RunEnd> {
  const { device, receipt } = report;
  const { statement, hash } = receipt;
  const id = runIdOf(statement.order, device.id, statement.run);
  const before = await ports.runs.run(everywhere, id);
  const link: ReceiptLink = { device: device.id, seq: statement.seq, hash, previous: statement.previous, run: id };
  const { own, judged } = await judgeAll(ports, link);
  const remark = own.remark ?? (await otherBytes(ports, statement, before)) ?? wrongOutput(report);
  const start = before ?? firstRow(ports, report, id);
  const judgement: Judgement = remark === null ? own : { receipt: 'broken', remark };
  const text = safeText(new TextDecoder().decode(report.output));
  const { after, isResult } = endedBy(start, statement, judgement, lastLineOf(text));
  return {
    before: before?.state ?? null,
    after,
    result: isResult ? resultOf(report, id) : null,
    link,
    judged,
    note: { events: isResult ? [ended(after, statement, ports.now)] : [], audit: [] },
  };
}

/** What the receipt makes of the run. A second receipt of one run changes nothing of it but what is said of it. */
function endedBy(run: Run, statement: ReceiptStatement, { receipt, remark }: Judgement, lastLine: string | null) {
  const { outcome, code, steps, started, ended: endedAt, firing } = statement;
  // The device had it before: its result came, or is still to come.
  const replayed = outcome === 'refused' && code === 'replay';
  if (replayed || !mayMove(run.state, outcome)) {
    const said = replayed ? run.remark : `Another receipt came for the same run: ${outcome}.`;
    return { after: { ...run, remark: remark ?? said, ...(receipt === 'broken' && { receipt }) }, isResult: false };
  }
  const exit = steps.findLast((step) => step.exit !== null)?.exit ?? null;
  const after: Run = {
    ...run,
    state: outcome,
    code,
    exit,
    lastLine,
    remark,
    receipt,
    step: steps.at(-1)?.step ?? run.step,
    startedAt: outcome === 'refused' ? run.startedAt : started,
    endedAt,
    ...(firing?.kind === 'rule' && { rule: firing.rule, instance: firing.instance }),
  };
  return { after, isResult: true };
}

/** How this receipt stands in its device's chain, and how those beside it stand with it. */
async function judgeAll({ runs }: Pick<OrderPorts, 'runs'>, link: ReceiptLink) {
  const { device, seq, hash } = link;
  const near = await runs.links(device, [seq - 1, seq, seq + 1]);
  const at = (place: number) => near.filter((one) => one.seq === place && one.hash !== hash);
  const twins = at(seq);
  const later = at(seq + 1);
  const judged = [
    ...twins.map((one) => ({ run: one.run, ...judge(one, at(seq - 1), [link]) })),
    ...later.map((one) => ({
      run: one.run,
      ...judge(
        one,
        [...twins, link],
        later.filter((other) => other !== one),
      ),
    })),
  ];
  return { own: judge(link, at(seq - 1), twins), judged: judged.filter(({ run }) => run !== link.run) };
}

/** Whether it names other bytes than were signed here, in words. */
async function otherBytes(
  { orders, standing }: ResultPorts,
  { kind, order, statement }: ReceiptStatement,
  run: Run | null,
): Promise<string | null> {
  const wrong = 'It names other bytes than were signed here.';
  if (kind === 'standing') {
    const versions = await standing.versions(order as StatementId);
    return versions.length === 0 || versions.some(({ hash }) => hash === statement) ? null : wrong;
  }
  if (!run) return null;
  const ring = (await orders.rings(run.order as never)).find((one) => one.statement === order);
  return !ring || ring.hash === statement ? null : wrong;
}

function wrongOutput({ receipt: { statement }, output }: ReceiptReport): string | null {
  const { sha256, kept } = statement.output;
  const isThat = output.length === kept && createHash('sha256').update(output).digest('hex') === sha256;
  return isThat ? null : 'The output that came is not the one that the receipt names.';
}

/** Of a firing, or of an order that is not known here: nothing that a device did is lost for that. */
function firstRow({ now }: ResultPorts, { device, receipt }: ReceiptReport, id: Run['id']): Run {
  const { kind, order, run, started } = receipt.statement;
  return {
    ...blankRun,
    id,
    kind,
    order,
    title: '',
    statement: order as StatementId,
    device: device.id,
    deviceName: device.name,
    site: device.site,
    host: '',
    run,
    state: 'sent',
    queuedAt: Math.min(started, now),
  };
}

function resultOf({ receipt, envelope, output }: ReceiptReport, run: Run['id']): RunResult {
  const { seq, steps, firing, output: told } = receipt.statement;
  return {
    run,
    receipt: envelope,
    seq,
    steps,
    firing,
    output: Buffer.from(output.buffer, output.byteOffset, output.byteLength).toString('base64'),
    outputSha256: told.sha256,
    outputTotal: told.total,
  };
}

function ended(run: Run, { steps, firing }: ReceiptStatement, now: number): NewEvent {
  const { id, order, kind, state, exit, title, device, site, rule, instance, incident } = run;
  return {
    time: now,
    kind: 'run.ended',
    device,
    site,
    detail: {
      run: id,
      order,
      kind,
      outcome: state,
      exit,
      title,
      by: firing === null ? 'order' : firing.kind,
      script: steps[0]?.name ?? null,
      rule,
      instance,
      incident,
    },
  };
}
