import type { ReportPlan as PlanItem, ReportPlanBody } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Actor, allow, audited, covers, inScope, personOf } from '../access/index.ts';
import { kindNamed } from './build.ts';
import { nameOf, planEvent, reportEvent, type ReportsContext } from './context.ts';
import { narrowedToSite, orderOf, waitingReport } from './order.ts';
import { spanOf } from './period.ts';
import { allowKind } from './rights.ts';
import { isAddress } from './recipients.ts';
import { dueAfter, weekdays, wrongSchedule } from './schedule.ts';
import type { Report, ReportPlan } from './types.ts';

export interface PlanInput extends ReportPlanBody {
  readonly id: string;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/** The plans whose reports the actor sees, by id. @throws FettleError `not_allowed` */
export async function listPlans(context: ReportsContext, actor: Actor): Promise<PlanItem[]> {
  allow(actor, 'report.read');
  const plans = (await context.store.plans()).filter((plan) => seesPlan(actor, plan));
  const newest = await context.store.newestOf(plans.map(({ id }) => id));
  return Promise.all(plans.map((plan) => planItem(context, plan, newest.get(plan.id) ?? null)));
}

/**
 * Makes a plan, or changes it; its reports say what whoever saves it sees.
 * @throws FettleError `not_allowed`, `input_invalid`, `not_found`, `changed_meanwhile`
 */
export async function putPlan(
  context: ReportsContext,
  actor: Actor,
  { id, version, ...body }: PlanInput,
): Promise<PlanItem> {
  allow(actor, 'report.plan');
  const { store, now } = context;
  await checkPlan(context, actor, body);
  const before = await store.plan(id);
  if (before === null && version > 0) throw new FettleError('not_found');
  if (before !== null && !seesPlan(actor, before)) throw new FettleError(version === 0 ? 'name_taken' : 'not_found');
  // Times that passed before it was as it is now are nobody's.
  const plan: ReportPlan = {
    ...body,
    id,
    scope: actor.scope,
    madeBy: personOf(actor),
    doneTo: now,
    off: null,
    origin: before?.origin ?? 'own',
    version: version + 1,
  };
  const answer = await store.putPlan(plan, {
    events: [planEvent(now, id)],
    audit: [audited(actor, now, 'reports.put-plan', `report-plan:${id}`, { ...body })],
  });
  if (answer === 'changed_meanwhile')
    throw new FettleError(answer, version === 0 ? `There is a plan ${id} already. Choose another id.` : undefined);
  return planItem(context, plan, (await store.newestOf([id])).get(id) ?? null);
}

/** @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deletePlan(
  { store, now }: ReportsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'report.plan');
  await planSeen({ store }, actor, id);
  const answer = await store.removePlan(id, version, {
    events: [planEvent(now, id)],
    audit: [audited(actor, now, 'reports.delete-plan', `report-plan:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

/** Asks for a plan's report now, of its last whole period, for all to whom it goes. @throws FettleError `not_allowed`, `not_found` */
export async function makePlan(
  context: ReportsContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Report> {
  allow(actor, 'report.plan');
  const { store, now } = context;
  const plan = await planSeen(context, actor, id);
  const madeBy = await nameOf(context, personOf(actor));
  const report = reportOf(plan, now, now, { dueAt: null, lateMs: 0, madeBy });
  await store.add(report, {
    events: [reportEvent(now, 'report.begun', report)],
    audit: [audited(actor, now, 'reports.make-plan', `report-plan:${id}`, { report: report.id })],
  });
  return report;
}

/** The report of a plan for the period before a time. */
export function reportOf(
  plan: ReportPlan,
  at: number,
  now: number,
  more: Pick<Report, 'dueAt' | 'lateMs' | 'madeBy'>,
): Report {
  const { kind, period, zone, site, selector, service, brand, madeFor } = plan;
  const asked = {
    kind,
    period,
    zone,
    ...(site === null ? {} : { site }),
    ...(selector === '' ? {} : { selector }),
    ...(service === null ? {} : { service }),
  };
  const order = orderOf(asked, plan.scope, at, { brand, madeFor: madeFor === '' ? null : madeFor });
  return waitingReport(order, plan.scope, now, { plan: plan.id, ...more });
}

/** @throws FettleError `not_found` */
async function planSeen({ store }: Pick<ReportsContext, 'store'>, actor: Actor, id: string): Promise<ReportPlan> {
  const plan = await store.plan(id);
  if (plan === null || !seesPlan(actor, plan)) throw new FettleError('not_found');
  return plan;
}

export function seesPlan({ scope }: Actor, plan: ReportPlan): boolean {
  return covers(
    scope,
    plan.site !== null && inScope(plan.scope, plan.site) ? narrowedToSite(plan.scope, plan.site) : plan.scope,
  );
}

async function planItem(context: ReportsContext, plan: ReportPlan, last: Report | null): Promise<PlanItem> {
  const { scope: _scope, madeBy: _maker, doneTo: _done, origin: _origin, ...item } = plan;
  const told = last && { report: last.id, time: last.madeAt ?? last.startedAt, state: last.state };
  return { ...item, nextAt: await nextOf(context, plan), last: told };
}

/** When it is due next; null: never. */
async function nextOf(
  { calendar, now }: ReportsContext,
  { enabled, schedule, doneTo }: ReportPlan,
): Promise<number | null> {
  if (!enabled || schedule === null) return null;
  const isBusiness = schedule.calendar === null ? weekdays : ((await calendar(schedule.calendar)) ?? weekdays);
  return dueAfter(schedule, isBusiness, Math.max(doneTo, now))?.at ?? null;
}

/** @throws FettleError `input_invalid`, `not_allowed`, `not_found` */
export async function checkPlan(context: ReportsContext, actor: Actor, body: ReportPlanBody): Promise<void> {
  const { name, kind, site, selector, schedule, to, channel, attach, brand, madeFor } = body;
  kindNamed(kind);
  allowKind(actor, kind);
  if (/\p{C}/u.test(name + madeFor) || name.trim() === '') throw wrong('Its names have visible characters only.');
  if (site !== null) narrowedToSite(actor.scope, site);
  if (selector.trim() !== '') parseSelector(selector);
  spanOf({ period: body.period, zone: body.zone }, context.now);
  if (schedule !== null) await checkSchedule(context, schedule);
  if (to.length > 0 && channel === null) throw wrong('Say by which channel of kind email it is sent: `channel`.');
  const why = channel === null ? null : await context.whyNotBy(channel);
  if (why !== null) throw wrong(why);
  for (const one of to) {
    if (!isAddress(one) && (await context.access.person(one as never)) === null)
      throw wrong(`“${one.slice(0, 60)}” is neither a mail address nor somebody’s id.`);
  }
  if (to.length > 0 && new Set(attach).size !== attach.length) throw wrong('Each form is attached once.');
  if (brand !== null && !(await context.store.brands()).some(({ id }) => id === brand))
    throw wrong(`There is no brand ${brand}.`);
}

async function checkSchedule(
  { calendar, now }: ReportsContext,
  schedule: NonNullable<ReportPlanBody['schedule']>,
): Promise<void> {
  spanOf({ period: 'day', zone: schedule.zone }, now);
  const why = wrongSchedule(schedule);
  if (why !== null) throw wrong(why);
  if (schedule.calendar !== null && (await calendar(schedule.calendar)) === null)
    throw wrong(`There is no calendar ${schedule.calendar}.`);
}

const wrong = (text: string) => new FettleError('input_invalid', text);
