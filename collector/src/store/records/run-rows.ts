import type { RunState } from '@fettle/shared/api/orders';
import type { DeviceId, IncidentId, RunId, StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { ReceiptLink, Remedy, Run, RunResult } from '../../domain/orders/types.ts';
import type { Schema } from './schema.ts';
import { chosenBy, within } from './scope.ts';

/** Of an order that this collector did not carry, or that it forgot. */
const unknownTitle = 'An order that this collector does not know';

const title = sql<string | null>`case runs.kind when 'order' then (select o.title from orders o where o.id = runs.owner)
  else (select s.name from standing_orders s where s.id = runs.owner order by s.signed_version desc limit 1) end`;

/** Runs with the names of what they belong to. */
export function selectRuns(db: Kysely<Schema>, scope: Scope) {
  return db
    .selectFrom('runs')
    .innerJoin('devices', 'devices.id', 'runs.device')
    .selectAll('runs')
    .select([
      'devices.name as device_name',
      'devices.site',
      'devices.kind as device_kind',
      'devices.os',
      'devices.labels',
    ])
    .select(title.as('title'))
    .where(within(scope, 'devices.site'));
}

export type RunRow = Selectable<Schema['runs']> & {
  readonly device_name: string;
  readonly site: string;
  readonly device_kind: string;
  readonly os: string;
  readonly labels: string;
  readonly title: string | null;
};

/** Whether the scope's selector chooses a run's device. */
export function runShownBy(scope: Scope) {
  const chosen = chosenBy(scope);
  return ({ site, device_kind: kind, os, labels }: Pick<RunRow, 'site' | 'device_kind' | 'os' | 'labels'>) =>
    scope.selector === undefined || chosen({ site, kind, os, labels: JSON.parse(labels) as Record<string, string> });
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id as RunId,
    kind: row.kind as Run['kind'],
    order: row.owner,
    title: row.title ?? unknownTitle,
    statement: row.statement as StatementId,
    device: row.device as DeviceId,
    deviceName: row.device_name,
    site: row.site,
    host: row.host,
    ring: row.ring,
    place: row.place,
    run: row.run,
    state: row.state as RunState,
    code: row.code,
    exit: row.exit,
    step: row.step,
    lastLine: row.last_line,
    remark: row.remark,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    receipt: row.receipt as Run['receipt'],
    incident: row.incident as IncidentId | null,
    rule: row.rule,
    instance: row.instance,
  };
}

export function runRow(run: Run): Selectable<Schema['runs']> {
  const { id, kind, statement, device, host, ring, place, state, code, exit, step, remark, receipt, incident } = run;
  return {
    id,
    kind,
    owner: run.order,
    statement,
    device,
    host,
    ring,
    place,
    run: run.run,
    state,
    code,
    exit,
    step,
    last_line: run.lastLine,
    remark,
    queued_at: run.queuedAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    receipt,
    incident,
    rule: run.rule,
    instance: run.instance,
  };
}

/** Failures first. */
export const rank = sql<number>`case when runs.state in ('failed', 'timeout', 'unknown', 'refused') then 0 else 1 end`;
export const rankOf = (state: RunState) => (['failed', 'timeout', 'unknown', 'refused'].includes(state) ? 0 : 1);
/** When it ended, or was ordered. */
export const moment = sql<number>`coalesce(runs.ended_at, runs.queued_at)`;

export function toResult(row: Selectable<Schema['run_results']>): RunResult {
  return {
    run: row.run as RunId,
    receipt: JSON.parse(row.receipt) as Envelope,
    seq: row.seq,
    steps: JSON.parse(row.steps) as RunResult['steps'],
    firing: row.firing === null ? null : (JSON.parse(row.firing) as RunResult['firing']),
    output: row.output,
    outputSha256: row.output_sha256,
    outputTotal: row.output_total,
  };
}

export function resultRow(result: RunResult, endedAt: number): Selectable<Schema['run_results']> {
  return {
    run: result.run,
    receipt: JSON.stringify(result.receipt),
    seq: result.seq,
    steps: JSON.stringify(result.steps),
    firing: result.firing && JSON.stringify(result.firing),
    output: result.output,
    output_sha256: result.outputSha256,
    output_total: result.outputTotal,
    ended_at: endedAt,
  };
}

export function toLink(row: Selectable<Schema['receipt_links']>): ReceiptLink {
  return { ...row, device: row.device as DeviceId, run: row.run as RunId };
}

export function toRemedy(row: Selectable<Schema['remedies']>): Remedy {
  const { before_value: before, after_value: after, cleared, run, ...same } = row;
  return { ...same, run: run as RunId, before, after, cleared: cleared === 1 };
}

export function remedyRow({ before, after, cleared, ...same }: Remedy): Selectable<Schema['remedies']> {
  return { ...same, before_value: before, after_value: after, cleared: cleared ? 1 : 0 };
}

/** What moves of a run; what it is about stays, and its indexes are not written again. */
export function movingRow(run: Run) {
  const { state, code, exit, step, last_line, remark, started_at, ended_at, receipt, rule, instance } = runRow(run);
  return { state, code, exit, step, last_line, remark, started_at, ended_at, receipt, rule, instance };
}
