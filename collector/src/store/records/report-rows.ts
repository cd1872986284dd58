import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { ReportDocument } from '@fettle/shared/reports/document';
import type { ReportId } from '@fettle/shared/ids';
import type { Selectable } from 'kysely';
import type { Brand, Report, ReportPlan, ReportSend } from '../../domain/reports/types.ts';
import type { Schema } from './schema.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
/** A quarter of a second for the largest, off the event loop; the next better takes ten times as long for a tenth less. */
const quality = 5;
const ppm = 1_000_000;

export function planRow(plan: ReportPlan): Selectable<Schema['report_plans']> {
  const { doneTo, ...body } = plan;
  return { id: plan.id, body: JSON.stringify(body), done_to: doneTo, version: plan.version };
}

export function toPlan({ body, done_to: doneTo, version }: Selectable<Schema['report_plans']>): ReportPlan {
  return { ...(JSON.parse(body) as Omit<ReportPlan, 'doneTo'>), doneTo, version };
}

export function brandRow(brand: Brand): Selectable<Schema['brands']> {
  return { id: brand.id, body: JSON.stringify(brand), version: brand.version };
}

export function toBrand({ body }: Pick<Selectable<Schema['brands']>, 'body'>): Brand {
  return JSON.parse(body) as Brand;
}

export function reportRow(report: Report, touchedAt: number): Selectable<Schema['reports']> {
  const { id, plan, dueAt, startedAt, state, progress, doing, tries, version, ...body } = report;
  return {
    id,
    kind: report.order.kind,
    plan,
    due_at: dueAt,
    state,
    started_at: startedAt,
    body: JSON.stringify(body),
    progress_ppm: Math.round(progress * ppm),
    doing,
    maker: null,
    touched_at: touchedAt,
    tries,
    version,
  };
}

export function toReport(row: Selectable<Schema['reports']>): Report {
  return {
    ...(JSON.parse(row.body) as Omit<
      Report,
      'id' | 'plan' | 'dueAt' | 'startedAt' | 'state' | 'progress' | 'doing' | 'tries' | 'version'
    >),
    id: row.id as ReportId,
    plan: row.plan,
    dueAt: row.due_at,
    startedAt: row.started_at,
    state: row.state as Report['state'],
    progress: row.progress_ppm / ppm,
    doing: row.doing,
    tries: row.tries,
    version: row.version,
  };
}

export function sendRow(send: ReportSend): Selectable<Schema['report_sends']> {
  const { report, address, channel, attach, state, attempts, nextAt, time, answer } = send;
  return {
    report,
    address_key: address.toLowerCase(),
    address,
    channel,
    attach: JSON.stringify(attach),
    state,
    attempts,
    next_at: nextAt,
    time,
    answer,
  };
}

export function toSend(row: Selectable<Schema['report_sends']>): ReportSend {
  return {
    report: row.report as ReportId,
    address: row.address,
    channel: row.channel,
    attach: JSON.parse(row.attach) as ReportSend['attach'],
    state: row.state as ReportSend['state'],
    attempts: row.attempts,
    nextAt: row.next_at,
    time: row.time,
    answer: row.answer,
  };
}

export async function packed(document: ReportDocument): Promise<string> {
  const bytes = await compress(JSON.stringify(document), { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  return bytes.toString('base64');
}

export async function unpacked(text: string): Promise<ReportDocument> {
  return JSON.parse((await decompress(Buffer.from(text, 'base64'))).toString('utf8')) as ReportDocument;
}
