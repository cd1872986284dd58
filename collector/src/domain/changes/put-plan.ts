import type { PlanBody } from '@fettle/shared/api/changes';
import { FettleError } from '@fettle/shared/errors';
import type { ChangeId, DeviceId, PersonId } from '@fettle/shared/ids';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { wrongInPlan } from './check-plan.ts';
import { newChangeId, type PlansContext } from './context.ts';
import { findPlan, seesWhole } from './find-plan.ts';
import { planMoved } from './plan-moves.ts';
import type { Plan } from './types.ts';

export interface PlanInput {
  /** Absent: a new one. */
  readonly id?: string;
  readonly body: PlanBody;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Proposes a change, or gives one that has not begun other words: then it is to be approved anew.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `change_state`, `changed_meanwhile`
 */
export async function putPlan(context: PlansContext, actor: Actor, { id, body, version }: PlanInput): Promise<Plan> {
  allow(actor, 'change.plan');
  const person = personOf(actor);
  if (person === null) throw new FettleError('not_allowed', 'A person plans a change, so that another can approve it.');
  const wrong = wrongInPlan(body);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const seen = new Set<string>((await context.devices.devices(actor.scope)).map((device) => device.id));
  if (body.devices.some((device) => !seen.has(device))) throw new FettleError('not_found');
  const plan = id === undefined ? fresh(actor, body, person, context.now) : await revised(context, actor, { id, body, version });
  const { now, plans } = context;
  const detail = { title: plan.title, from: plan.from, to: plan.to, risk: plan.risk, selector: plan.selector };
  const answer = await plans.putPlan(plan, null, {
    events: [
      { time: now, kind: 'change.planned', device: null, site: null, detail: { change: plan.id } },
    ],
    audit: [audited(actor, now, 'changes.plan', `change:${plan.id}`, { ...detail, devices: plan.devices })],
  });
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return plan;
}

function fresh(actor: Actor, body: PlanBody, person: PersonId, now: number): Plan {
  return {
    ...body,
    id: newChangeId(),
    devices: body.devices as DeviceId[],
    scope: actor.scope,
    state: 'proposed',
    madeBy: person,
    madeAt: now,
    changedBy: person,
    approvedBy: null,
    approvedAt: null,
    begunAt: null,
    endedAt: null,
    outcome: '',
    version: 1,
  };
}

async function revised(
  context: PlansContext,
  actor: Actor,
  { id, body, version }: Required<PlanInput>,
): Promise<Plan> {
  const { plan, seen } = await findPlan(context, actor, id as ChangeId);
  if (!(await seesWhole(context, plan, seen))) {
    throw new FettleError('not_allowed', 'This change is also for devices that are none of yours.');
  }
  if (plan.version !== version) throw new FettleError('changed_meanwhile');
  const state = planMoved(plan.state, 'revise');
  if (state === null) {
    throw new FettleError('change_state', 'Its words stay as they were approved once it has begun. Plan another change.');
  }
  return {
    ...plan,
    ...body,
    devices: body.devices as DeviceId[],
    state,
    changedBy: personOf(actor) ?? plan.changedBy,
    approvedBy: null,
    approvedAt: null,
    endedAt: null,
    outcome: '',
    version: version + 1,
  };
}
