import { FettleError } from '@fettle/shared/errors';
import type { ChangeId } from '@fettle/shared/ids';
import { type Actor, allow, covers, everywhere, personOf } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { PlansContext } from './context.ts';
import { devicesOf } from './devices-of.ts';
import type { Plan } from './types.ts';

/** A plan, and the devices of it that somebody sees. */
export interface SeenPlan {
  readonly plan: Plan;
  readonly seen: readonly Device[];
}

/** Who sees one of its devices sees a plan; one that has none now is for who made it, and for who sees all that he sees. */
export function seePlan(actor: Actor, plan: Plan, devices: readonly Device[]): SeenPlan | null {
  const seen = devicesOf(plan, devices);
  const own = plan.madeBy === personOf(actor) || covers(actor.scope, plan.scope);
  return seen.length > 0 || own ? { plan, seen } : null;
}

/** @throws FettleError `not_found`, also for what lies outside the actor's scope; `not_allowed` */
export async function findPlan(
  { plans, devices }: Pick<PlansContext, 'plans' | 'devices'>,
  actor: Actor,
  id: ChangeId,
): Promise<SeenPlan> {
  allow(actor, 'change.read');
  const plan = await plans.plan(id);
  const found = plan && seePlan(actor, plan, await devices.devices(actor.scope));
  if (!found) throw new FettleError('not_found');
  return found;
}

/** Whether somebody who sees these devices of a plan sees all of them. */
export async function seesWhole(
  { devices }: Pick<PlansContext, 'devices'>,
  plan: Plan,
  seen: readonly Device[],
): Promise<boolean> {
  return devicesOf(plan, await devices.devices(everywhere)).length === seen.length;
}
