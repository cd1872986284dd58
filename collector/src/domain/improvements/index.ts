export type { ImprovementStore } from './store.ts';
export type { Improvement, ImprovementState, Measured, Project } from './types.ts';
