import { type AccessStore, covers, isAllowed, personActor, systemActor, audited } from '../access/index.ts';
import { planEvent, reportEvent, type ReportsContext } from './context.ts';
import { spanOf } from './period.ts';
import { reportOf } from './plans.ts';
import { mayKnow } from './rights.ts';
import { type Due, dueAfter, duesIn, weekdays } from './schedule.ts';
import type { ReportPlan } from './types.ts';

export type FireContext = Pick<ReportsContext, 'store' | 'access' | 'calendar' | 'now'>;

/** Begun later than this after its time, a report says that it is late. */
const lateMs = 10 * 60_000;
/** After a long rest of the collector the newest periods are made, so many; those before are told. */
const mostMissed = 8;
const longestMs = 100 * 86_400_000;
const jobs = systemActor('jobs');

/**
 * Asks for the report of each plan that is due. A time is looked after once, also one that passed while the collector did not run: of
 * several that are for the same period the last counts. Gives when the next is due; null: none is.
 */
export async function fireDue(context: FireContext): Promise<number | null> {
  let next: number | null = null;
  for (const plan of await context.store.plans()) {
    if (!plan.enabled || plan.schedule === null) continue;
    await firePlan(context, plan);
    const due = await nextDue(context, plan);
    if (due !== null && (next === null || due < next)) next = due;
  }
  return next;
}

async function isBusinessOf({ calendar }: Pick<FireContext, 'calendar'>, { schedule }: ReportPlan) {
  const id = schedule?.calendar ?? null;
  return id === null ? weekdays : ((await calendar(id)) ?? weekdays);
}

async function nextDue(context: FireContext, plan: ReportPlan): Promise<number | null> {
  if (plan.schedule === null) return null;
  return dueAfter(plan.schedule, await isBusinessOf(context, plan), Math.max(plan.doneTo, context.now))?.at ?? null;
}

async function firePlan(context: FireContext, plan: ReportPlan): Promise<void> {
  const { store, now } = context;
  const { schedule } = plan;
  if (schedule === null) return;
  const dues = duesIn(schedule, await isBusinessOf(context, plan), Math.max(plan.doneTo, now - longestMs), now);
  if (dues.length === 0) return;
  const why = await whyNot(context.access, plan);
  if (why !== null) return switchOff(context, plan, why);
  let { doneTo } = plan;
  const periods = byPeriod(plan, dues);
  const left = periods.slice(0, -mostMissed);
  for (const due of periods.slice(-mostMissed)) {
    const late = now - due.at > lateMs ? now - due.at : 0;
    const report = reportOf(plan, due.nominal, now, { dueAt: due.at, lateMs: late, madeBy: null });
    const told = left.length > 0 && doneTo === plan.doneTo ? [planEvent(now, plan.id, { left: left.length })] : [];
    const answer = await store.fire({ ...plan, doneTo }, due.at, report, {
      events: [...told, reportEvent(now, 'report.begun', report)],
      audit: [
        audited(jobs, now, 'reports.fire', `report-plan:${plan.id}`, {
          report: report.id,
          due: due.at,
          late,
          left: left.length,
        }),
      ],
    });
    // Somebody changed the plan, or another collector was faster: the next look finds it as it is.
    if (answer === 'changed_meanwhile') return;
    doneTo = due.at;
  }
}

/** Of the due times for each period the last, by time. */
function byPeriod({ period, zone }: ReportPlan, dues: readonly Due[]): Due[] {
  const found = new Map<number, Due>();
  for (const due of dues) {
    const { from } = spanOf({ period, zone }, due.nominal);
    found.set(from, due);
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at);
}

/** Why nothing is made in the name of whoever saved the plan; null: it is. */
async function whyNot(
  access: Pick<AccessStore, 'person'>,
  { madeBy, scope, kind }: ReportPlan,
): Promise<string | null> {
  if (madeBy === null) return null;
  const person = await access.person(madeBy);
  if (person === null || person.state !== 'active')
    return 'Whoever saved it is not active any more. Somebody else may save it again.';
  const actor = personActor(person);
  const who = `${person.name}, who saved it,`;
  if (!isAllowed(actor, 'report.plan') || !mayKnow(actor, kind)) return `${who} may not plan such reports any more.`;
  return covers(actor.scope, scope) ? null : `${who} does not see all of it any more. Somebody else may save it again.`;
}

async function switchOff({ store, now }: FireContext, plan: ReportPlan, why: string): Promise<void> {
  await store.putPlan(
    { ...plan, enabled: false, off: why, version: plan.version + 1 },
    {
      // Why, is for those who see the plan.
      events: [planEvent(now, plan.id, { off: true })],
      audit: [audited(jobs, now, 'reports.switch-off', `report-plan:${plan.id}`, { why })],
    },
  );
}
