export { actOnPlan, type PlanActInput } from './act-on-plan.ts';
export type { ChangesContext, HearContext, PlansContext, RunSheet, RunSource } from './context.ts';
export { type Heard, type HeardContext, hearChanges } from './hear.ts';
export { type ChangeListQuery, listChanges } from './list.ts';
export { getPlan, listPlans } from './list-plans.ts';
export { changesNear } from './near.ts';
export { type PlanInput, putPlan } from './put-plan.ts';
export type { ChangePlace, ChangeQuery, ChangeStore, PlanStore, RemedyKey, WindowMove } from './store.ts';
export type { Change, ChangeKind, NewChange, Plan, PlanState } from './types.ts';
