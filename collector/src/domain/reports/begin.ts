import type { ReportAsk } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { nameOf, reportEvent, type ReportsContext } from './context.ts';
import { orderOf, waitingReport } from './order.ts';
import { brandOf } from './brands.ts';
import { allowKind } from './rights.ts';
import type { Report, ReportOrder } from './types.ts';

/** What a preview is made of: as `beginReport` takes it, and nothing is kept. @throws FettleError as `beginReport` does */
export async function previewOf(context: ReportsContext, actor: Actor, asked: ReportAsk): Promise<ReportOrder> {
  allow(actor, 'report.make');
  allowKind(actor, asked.kind);
  const brand = await brandOf(context.store, asked.site ?? null);
  const maker = await nameOf(context, personOf(actor));
  return orderOf(asked, actor.scope, context.now, { brand: brand?.id ?? null, madeFor: maker?.name ?? null });
}

/** So many may wait at once. */
const mostWaiting = 100;

/**
 * Asks for a report, which is made as soon as its turn comes.
 * @throws FettleError `not_allowed`, `input_invalid`, `not_found`, `query_too_long`, `too_many_requests`
 */
export async function beginReport(context: ReportsContext, actor: Actor, asked: ReportAsk): Promise<Report> {
  const { store, now } = context;
  const order = await previewOf(context, actor, asked);
  if ((await store.waiting()) >= mostWaiting)
    throw new FettleError(
      'too_many_requests',
      `${mostWaiting} reports wait to be made. Ask again when some of them are.`,
    );
  const madeBy = await nameOf(context, personOf(actor));
  const report = waitingReport(order, actor.scope, now, { plan: null, dueAt: null, lateMs: 0, madeBy });
  await store.add(report, {
    events: [reportEvent(now, 'report.begun', report)],
    audit: [audited(actor, now, 'reports.begin', `report:${report.id}`, { ...asked })],
  });
  return report;
}
