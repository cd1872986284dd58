import { FettleError } from '@fettle/shared/errors';
import type { ChangeId, PersonId } from '@fettle/shared/ids';
import { type Actor, allow, audited, isAllowed, personOf } from '../access/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { PlansContext } from './context.ts';
import { findPlan, seesWhole } from './find-plan.ts';
import { isJudgement, type PlanDeed, planDeeds, planMoved, planMoves } from './plan-moves.ts';
import { windowIdOf, windowOf } from './plan-window.ts';
import type { WindowMove } from './store.ts';
import type { Plan } from './types.ts';

export interface PlanActInput {
  readonly id: string;
  readonly act: PlanDeed;
  readonly note: string;
  readonly version: number;
}

/**
 * Moves a plan on. Approved and refused it is by a manager who did not make it; while it is under way its window is open, if it has
 * one.
 * @throws FettleError `not_allowed`, `not_found`, `own_change`, `change_state`, `changed_meanwhile`, `input_invalid`
 */
export async function actOnPlan(context: PlansContext, actor: Actor, input: PlanActInput): Promise<Plan> {
  const { act, version } = input;
  allow(actor, permissionFor(act));
  const person = personOf(actor);
  if (person === null) throw new FettleError('not_allowed', 'This is for people: a token cannot answer for it.');
  const { plan, seen } = await findPlan(context, actor, input.id as ChangeId);
  if (!(await seesWhole(context, plan, seen))) {
    throw new FettleError('not_allowed', 'This change is also for devices that are none of yours.');
  }
  if (isJudgement(act) && isOwn(plan, person)) throw new FettleError('own_change');
  if (plan.version !== version) throw new FettleError('changed_meanwhile');
  const { now } = context;
  const after = moved(plan, input, person, now);
  const name = (await context.person(person))?.name ?? null;
  const window = windowMove(plan, after, now);
  const events: NewEvent[] = [
    { ...blank, time: now, kind: planMoves[act].event, detail: { change: plan.id, state: after.state, by: name } },
    ...windowEvents(window, now),
  ];
  const audit = [audited(actor, now, `changes.${act}`, `change:${plan.id}`, { note: input.note, state: after.state })];
  const answer = await context.plans.putPlan(after, window, { events, audit });
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return after;
}

const blank = { device: null, site: null } as const;
const permissionFor = (act: PlanDeed) => (isJudgement(act) ? 'change.approve' : 'change.plan');
const isOwn = ({ madeBy, changedBy }: Plan, person: PersonId | null) => madeBy === person || changedBy === person;

/** What the actor may do with it now, as the deeds are called. */
export function deedsFor(actor: Actor, plan: Plan): PlanDeed[] {
  const person = personOf(actor);
  if (person === null) return [];
  return planDeeds.filter(
    (deed) =>
      planMoved(plan.state, deed) !== null &&
      isAllowed(actor, permissionFor(deed)) &&
      !(isJudgement(deed) && isOwn(plan, person)),
  );
}

function moved(plan: Plan, { act, note, version }: PlanActInput, person: PersonId, now: number): Plan {
  const state = planMoved(plan.state, act);
  if (state === null) throw new FettleError('change_state', `It is ${plan.state}: it cannot be moved by “${act}”.`);
  if (act === 'begin' && now >= plan.to) {
    throw new FettleError('change_state', 'The time that was approved for it is over. Plan it anew.');
  }
  const isOver = act !== 'approve' && act !== 'begin';
  return {
    ...plan,
    state,
    ...(act === 'approve' && { approvedBy: person, approvedAt: now }),
    ...(act === 'begin' && { begunAt: now }),
    ...(isOver && { endedAt: now }),
    outcome: isOver ? note.trim() : plan.outcome,
    version: version + 1,
  };
}

function windowMove(before: Plan, after: Plan, now: number): WindowMove {
  if (!before.window) return null;
  if (after.state === 'under-way') return { put: windowOf(after, now) };
  return before.state === 'under-way' ? { remove: windowIdOf(after) } : null;
}

function windowEvents(window: WindowMove, time: number): NewEvent[] {
  if (window === null) return [];
  const [kind, id] = 'put' in window ? ['window.created', window.put.id] : ['window.deleted', window.remove];
  return [{ ...blank, time, kind, detail: { window: id } }];
}
