import type { Plan as PlanItem } from '@fettle/shared/api/changes';
import type { ChangeId, PersonId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { deedsFor } from './act-on-plan.ts';
import type { PlansContext } from './context.ts';
import { findPlan, seePlan, type SeenPlan } from './find-plan.ts';
import { suspectMs } from './hear.ts';

const incidentsAtMost = 200;

/** The plans of which the actor sees a device, newest first. @throws FettleError `not_allowed` */
export async function listPlans(context: PlansContext, actor: Actor): Promise<PlanItem[]> {
  allow(actor, 'change.read');
  const plans = await context.plans.plans(null);
  const devices = plans.length > 0 ? await context.devices.devices(actor.scope) : [];
  const seen = plans.flatMap((plan) => seePlan(actor, plan, devices) ?? []);
  return Promise.all(seen.map((one) => viewPlan(context, actor, one)));
}

/** @throws FettleError `not_found`, `not_allowed` */
export async function getPlan(context: PlansContext, actor: Actor, { id }: { readonly id: string }): Promise<PlanItem> {
  return viewPlan(context, actor, await findPlan(context, actor, id as ChangeId));
}

async function viewPlan(context: PlansContext, actor: Actor, { plan, seen }: SeenPlan): Promise<PlanItem> {
  const { id, title, reason, risk, wayBack, selector, devices, from, to, window, state } = plan;
  const { madeAt, approvedAt, outcome, version } = plan;
  const visible = new Set(seen.map((device) => device.id));
  return {
    id,
    title,
    reason,
    risk,
    wayBack,
    selector,
    devices: devices.filter((device) => visible.has(device)),
    from,
    to,
    window,
    state,
    madeBy: await named(context, plan.madeBy),
    madeAt,
    approvedBy: plan.approvedBy && (await named(context, plan.approvedBy)),
    approvedAt,
    orders: [...(await context.runs.ordersOf(actor.scope, id))],
    incidents: await incidentsOf(context, actor, { plan, seen }),
    outcome,
    may: deedsFor(actor, plan),
    version,
  };
}

async function named({ person }: PlansContext, id: PersonId): Promise<{ id: string; name: string }> {
  return { id, name: (await person(id))?.name ?? 'somebody who left' };
}

/** Those that opened on its devices from its beginning to 30 minutes after its end. */
async function incidentsOf(
  { incidents, now }: PlansContext,
  actor: Actor,
  { plan, seen }: SeenPlan,
): Promise<PlanItem['incidents']> {
  if (plan.begunAt === null || seen.length === 0) return [];
  const found = await incidents.list(actor.scope, {
    devices: seen.map(({ id }) => id),
    openedFrom: plan.begunAt,
    to: (plan.endedAt ?? now) + suspectMs,
    limit: incidentsAtMost,
  });
  return found
    .map(({ id, deviceName, words, openedAt }) => ({ id, words: `${deviceName}: ${words}`, openedAt }))
    .toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
}
