import { isDeepStrictEqual } from 'node:util';
import type { ReportPlanBody } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { planEvent, type ReportsContext } from './context.ts';
import { checkPlan, seesPlan } from './plans.ts';
import type { ReportPlan } from './types.ts';

/** What a plan of a file was, and what it is; null: there is none. */
export interface PlanStep {
  readonly id: string;
  readonly before: ReportPlanBody | null;
  readonly after: ReportPlanBody | null;
  readonly same: boolean;
}

export interface WantedPlans {
  readonly items: readonly { readonly id: string; readonly body: ReportPlanBody }[];
  /** Those that an earlier file made and that are not among these are taken away. */
  readonly prune: boolean;
  readonly dryRun: boolean;
}

export function planBody(plan: ReportPlan): ReportPlanBody {
  const {
    id: _id,
    scope: _scope,
    madeBy: _maker,
    doneTo: _done,
    off: _off,
    origin: _origin,
    version: _version,
    ...body
  } = plan;
  return body;
}

/** The plans that the actor sees, as files hold them. @throws FettleError `not_allowed` */
export async function plansOf(
  { store }: Pick<ReportsContext, 'store'>,
  actor: Actor,
): Promise<{ id: string; body: ReportPlanBody }[]> {
  allow(actor, 'report.read');
  return (await store.plans())
    .filter((plan) => seesPlan(actor, plan))
    .map((plan) => ({ id: plan.id, body: planBody(plan) }));
}

/** Makes the plans of files so: all or nothing. @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile` */
export async function applyPlans(
  context: ReportsContext,
  actor: Actor,
  { items, prune, dryRun }: WantedPlans,
): Promise<PlanStep[]> {
  const { store, now } = context;
  const kept = new Map((await store.plans()).map((plan) => [plan.id, plan]));
  const named = new Set(items.map(({ id }) => id));
  const gone = [...kept.values()].filter(
    (plan) => prune && plan.origin === 'file' && !named.has(plan.id) && seesPlan(actor, plan),
  );
  // A file of rules alone is for whoever changes rules.
  if (items.length + gone.length === 0) return [];
  allow(actor, 'report.plan');
  const steps = items.map(({ id, body }) => {
    const before = kept.get(id) ?? null;
    if (before !== null && !seesPlan(actor, before))
      throw new FettleError(
        'not_allowed',
        `There is a planned report “${id}” that is none of yours. Choose another id.`,
      );
    return { id, before, body, same: before !== null && isDeepStrictEqual(planBody(before), body) };
  });
  const changed = steps.filter(({ same }) => !same);
  // What a file names may be made by the same file: only what is really written is held against it.
  if (!dryRun) for (const { body } of changed) await checkPlan(context, actor, body);
  const puts = changed.map(({ id, before, body }): ReportPlan => {
    const origin = before?.origin ?? 'file';
    return {
      ...body,
      id,
      scope: actor.scope,
      madeBy: personOf(actor),
      doneTo: now,
      off: null,
      origin,
      version: (before?.version ?? 0) + 1,
    };
  });
  if (!dryRun && puts.length + gone.length > 0) {
    const ids = [...puts, ...gone].map(({ id }) => id);
    const answer = await store.writePlans(puts, gone, {
      events: ids.map((id) => planEvent(now, id)),
      audit: ids.map((id) => audited(actor, now, 'reports.apply-plan', `report-plan:${id}`)),
    });
    if (answer === 'changed_meanwhile') throw new FettleError(answer);
  }
  return [
    ...steps.map(({ id, before, body, same }) => ({ id, before: before && planBody(before), after: body, same })),
    ...gone.map((plan) => ({ id: plan.id, before: planBody(plan), after: null, same: false })),
  ];
}
