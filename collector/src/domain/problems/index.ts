export { changeProblem, type ProblemChangeInput } from './change.ts';
export type { ProblemPorts } from './context.ts';
export { createProblem } from './create.ts';
export { findRepeats } from './find-repeats.ts';
export { knownErrorProvider } from './known-error.ts';
export { findProblem, getProblem, listProblems } from './list.ts';
export type { ProblemPatch, ProblemStore } from './store.ts';
export type { Problem, ProblemSpan, ProblemState, RepeatedBy } from './types.ts';
