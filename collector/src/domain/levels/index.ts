export { businessDay, common, hoursIn, joined, lengthOf, type Span } from './calendar.ts';
export { outageCost, outageIn } from './cost.ts';
export { lengthIn, levelOf, type Reckoned } from './level.ts';
export { type Period, periodAt, periodsBack } from './periods.ts';
export type { LevelStore, LevelWrite, LookQuery } from './store.ts';
export type { BackupLook, Calendar, LevelTold, Objective, RestoreTest } from './types.ts';
