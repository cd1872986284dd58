import type { BasisView, Report as ReportItem } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import type { ReportId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { type Actor, allow, audited, isAllowed } from '../access/index.ts';
import { type BasisPorts, viewBasis } from './basis-view.ts';
import { reportEvent, type ReportsContext, seesReport } from './context.ts';
import { kinds } from './kinds.ts';
import { allowKind, mayKnow } from './rights.ts';
import type { ReportQuery } from './store.ts';
import type { Report, ReportSend } from './types.ts';

type Reading = Pick<ReportsContext, 'store'>;

/** What there is to be made by the actor. @throws FettleError `not_allowed` */
export function listKinds(
  actor: Actor,
): { id: ReportItem['kind']; title: string; describe: string; example: string }[] {
  allow(actor, 'report.read');
  return kinds
    .filter(({ id }) => mayKnow(actor, id))
    .map(({ id, title, describe, example }) => ({ id, title, describe, example }));
}

/** A report that the actor may see: whose scope covers what it counts. @throws FettleError `not_allowed`, `not_found` */
export async function reportSeen({ store }: Reading, actor: Actor, id: string): Promise<Report> {
  allow(actor, 'report.read');
  const report = await store.report(id as ReportId);
  if (report === null || !seesReport(actor, report)) throw new FettleError('not_found');
  allowKind(actor, report.order.kind);
  return report;
}

/** @throws FettleError `not_allowed`, `not_found` */
export async function getReport(context: Reading, actor: Actor, { id }: { readonly id: string }): Promise<ReportItem> {
  const report = await reportSeen(context, actor, id);
  const sends = await context.store.sends([report.id]);
  return reportItem(report, sends.get(report.id) ?? []);
}

export interface ReportListQuery extends Pick<ReportQuery, 'kind' | 'plan'> {
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Rows that are looked at for one page; of those that the actor does not see there may be many. */
const mostLooked = 5_000;

/** Newest first. @throws FettleError `input_invalid` (cursor), `not_allowed` */
export async function listReports(
  { store }: Reading,
  actor: Actor,
  { cursor, limit = 100, ...query }: ReportListQuery,
): Promise<{ items: ReportItem[]; next: string | null }> {
  allow(actor, 'report.read');
  let after = cursor === undefined ? undefined : placeOf(cursor);
  const found: Report[] = [];
  let looked = 0;
  let more = true;
  while (found.length <= limit && more && looked < mostLooked) {
    const page = await store.reports({ ...query, limit: limit + 1, ...(after && { after }) });
    looked += page.length;
    more = page.length > limit;
    after = page.at(-1) ?? after;
    found.push(...page.filter((report) => seesReport(actor, report) && mayKnow(actor, report.order.kind)));
  }
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : more ? after : undefined;
  const sends = await store.sends(items.map(({ id }) => id));
  return {
    items: items.map((report) => reportItem(report, sends.get(report.id) ?? [])),
    next: last === undefined ? null : `${last.startedAt}.${last.id}`,
  };
}

function placeOf(cursor: string): NonNullable<ReportQuery['after']> {
  const [, time = '', id = ''] = /^(\d{1,16})\.(k[0-9a-z]{1,63})$/.exec(cursor) ?? [];
  if (id === '') throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  return { startedAt: Number(time), id: id as ReportId };
}

/** @throws FettleError `not_allowed`, `not_found`: also while it is being made */
export async function getDocument(
  context: Reading,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<ReportDocument> {
  const report = await reportSeen(context, actor, id);
  if (report.state === 'making') throw new FettleError('not_found', 'This report is still being made.');
  const document = await context.store.document(report.id);
  if (document === null) throw new FettleError('not_found', report.error ?? undefined);
  return document;
}

/** What a figure was reckoned from. @throws FettleError `not_allowed`, `not_found` */
export async function getBasis(
  context: Reading & BasisPorts,
  actor: Actor,
  { id, key }: { readonly id: string; readonly key: string },
): Promise<BasisView> {
  const { bases } = await getDocument(context, actor, { id });
  const basis = Object.hasOwn(bases, key) ? bases[key] : undefined;
  if (basis === undefined) throw new FettleError('not_found', `This report has no figure with the basis ${key}.`);
  return viewBasis(context, actor, basis, bases);
}

/** Calls off one that is being made, by whoever may make it; one that is over is removed by whoever plans reports. */
export async function deleteReport(
  { store, now }: Pick<ReportsContext, 'store' | 'now'>,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  const report = await reportSeen({ store }, actor, id);
  if (report.state === 'making') allow(actor, 'report.make');
  else if (!isAllowed(actor, 'report.plan'))
    throw new FettleError(
      'not_allowed',
      'A report that was made is removed by whoever may plan reports, as managers do.',
    );
  const note = (kind: string, action: string) => ({
    events: [reportEvent(now, kind, report)],
    audit: [audited(actor, now, action, `report:${id}`, { kind: report.order.kind })],
  });
  if (report.state !== 'making') {
    const answer = await store.remove(report.id, version, note('report.removed', 'reports.remove'));
    if (answer !== 'removed') throw new FettleError(answer);
    return;
  }
  const answer = await store.end(
    report.id,
    null,
    { error: 'It was called off.' },
    [],
    note('report.failed', 'reports.call-off'),
  );
  if (answer === 'lost') throw new FettleError('changed_meanwhile', 'It was made meanwhile.');
}

export function reportItem(report: Report, sends: readonly ReportSend[]): ReportItem {
  const { order, seenBy: _seen, dueAt: _due, lateMs: _late, tries: _tries, madeBy, tables, ...item } = report;
  const { kind, from, to, zone, site } = order;
  return {
    ...item,
    kind,
    from,
    to,
    zone,
    site,
    madeBy: madeBy && { ...madeBy },
    tables: tables.map((table) => ({ ...table })),
    sent: sends.map(({ address, time, state, answer, attempts }) => ({
      to: address,
      time,
      state,
      ok: state === 'sent',
      answer: answerOf(state, answer),
      attempts,
    })),
  };
}

function answerOf(state: ReportSend['state'], answer: string): string {
  if (state === 'waiting') return answer === '' ? 'waits to be sent' : `${answer} It is tried again.`;
  return state === 'sending' ? 'is being sent' : answer;
}
