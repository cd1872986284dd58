import type { ReportAsk } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { nameOf, reportEvent, type ReportsContext } from './context.ts';
import { orderOf, waitingReport } from './order.ts';
import { brandOf } from './brands.ts';
import type { Report } from './types.ts';

/** So many may wait at once. */
const mostWaiting = 100;

/**
 * Asks for a report, which is made as soon as its turn comes.
 * @throws FettleError `not_allowed`, `input_invalid`, `not_found`, `query_too_long`, `too_many_requests`
 */
export async function beginReport(context: ReportsContext, actor: Actor, asked: ReportAsk): Promise<Report> {
  allow(actor, 'report.make');
  const { store, now } = context;
  if ((await store.waiting()) >= mostWaiting)
    throw new FettleError(
      'too_many_requests',
      `${mostWaiting} reports wait to be made. Ask again when some of them are.`,
    );
  const brand = await brandOf(store, asked.site ?? null);
  const order = orderOf(asked, actor.scope, now, { brand: brand?.id ?? null, madeFor: null });
  const madeBy = await nameOf(context, personOf(actor));
  const report = waitingReport(order, actor.scope, now, { plan: null, dueAt: null, lateMs: 0, madeBy });
  await store.add(report, {
    events: [reportEvent(now, 'report.begun', report)],
    audit: [audited(actor, now, 'reports.begin', `report:${report.id}`, { ...asked })],
  });
  return report;
}
