import { createHash } from 'node:crypto';
import type { DeviceId, OrderId, RunId, StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { fromBase64 } from '@fettle/shared/trust/keys';
import { openReceipt, type Opened } from '@fettle/shared/trust/open';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import { agentActor, allowAgent } from '../access/index.ts';
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
  const known = await readKnown(ports, reports);
  const ends = reports.map((report) => {
    allowAgent(agentActor(report.device.id), 'agent.report', report.device.id);
    return endOf(report, known, ports.now);
  });
  const outcomes = await ports.runs.end(ends);
  return ends.map(({ after }, i) => ({ outcome: outcomes[i] ?? 'changed_meanwhile', run: after }));
}

/** What is known of many reports, read at once. */
interface Known {
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly links: ReadonlyMap<DeviceId, readonly ReceiptLink[]>;
  /** Hashes of what was signed, by its id; absent: nothing of it is known here. */
  readonly signed: ReadonlyMap<string, readonly string[]>;
}

async function readKnown(ports: ResultPorts, reports: readonly ReceiptReport[]): Promise<Known> {
  const statements = reports.map(({ receipt }) => receipt.statement);
  const [runs, links] = await Promise.all([
    ports.runs.several(statements.map(({ order, device, run }) => runIdOf(order, device, run))),
    ports.runs.links(statements.map(({ device, seq }) => ({ device, seqs: [seq - 1, seq, seq + 1] }))),
  ]);
  const signed = new Map<string, readonly string[]>();
  for (const { kind, order } of statements) {
    if (signed.has(order)) continue;
    const run = runs.find((one) => one.statement === order);
    signed.set(order, await hashesOf(ports, kind, order, run));
  }
  return {
    runs: new Map(runs.map((run) => [run.id, run])),
    links: Map.groupBy(links, ({ device }) => device),
    signed,
  };
}

async function hashesOf(
  { orders, standing }: ResultPorts,
  kind: ReceiptStatement['kind'],
  id: string,
  run: Run | undefined,
): Promise<string[]> {
  if (kind === 'standing') return (await standing.versions(id as StatementId)).map(({ hash }) => hash);
  if (!run) return [];
  return (await orders.rings(run.order as OrderId)).filter(({ statement }) => statement === id).map(({ hash }) => hash);
}

function endOf(report: ReceiptReport, known: Known, now: number): RunEnd {
  const { device, receipt } = report;
  const { statement, hash } = receipt;
  const id = runIdOf(statement.order, device.id, statement.run);
  const before = known.runs.get(id);
  const link: ReceiptLink = { device: device.id, seq: statement.seq, hash, previous: statement.previous, run: id };
  const { own, judged } = judgeAll(link, known.links.get(device.id) ?? []);
  const remark = own.remark ?? otherBytes(statement, known) ?? wrongOutput(report);
  const start = before ?? firstRow(report, id, now);
  const judgement: Judgement = remark === null ? own : { receipt: 'broken', remark };
  const text = safeText(new TextDecoder().decode(report.output));
  const { after, isResult } = endedBy(start, statement, judgement, lastLineOf(text));
  return {
    before: before?.state ?? null,
    after,
    result: isResult ? resultOf(report, id) : null,
    link,
    judged,
    note: { events: isResult ? [ended(after, statement, now)] : [], audit: [] },
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
function judgeAll(link: ReceiptLink, near: readonly ReceiptLink[]) {
  const { seq, hash } = link;
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
function otherBytes({ order, statement }: ReceiptStatement, { signed }: Known): string | null {
  const hashes = signed.get(order) ?? [];
  return hashes.length === 0 || hashes.includes(statement) ? null : 'It names other bytes than were signed here.';
}

function wrongOutput({ receipt: { statement }, output }: ReceiptReport): string | null {
  const { sha256, kept } = statement.output;
  const isThat = output.length === kept && createHash('sha256').update(output).digest('hex') === sha256;
  return isThat ? null : 'The output that came is not the one that the receipt names.';
}

/** Of a firing, or of an order that is not known here: nothing that a device did is lost for that. */
function firstRow({ device, receipt }: ReceiptReport, id: RunId, now: number): Run {
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
