export type { ChangesContext, HearContext, PlansContext, RunSheet, RunSource } from './context.ts';
export type { ChangePlace, ChangeQuery, ChangeStore, PlanStore, RemedyKey, WindowMove } from './store.ts';
export type { Change, ChangeKind, NewChange, Plan, PlanState } from './types.ts';
