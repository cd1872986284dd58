export { applyCalendars, applyObjectives, type AppliedStep, calendarBody, type Wanted } from './apply.ts';
export { businessDay, common, hoursIn, joined, lengthOf, type Span } from './calendar.ts';
export { type CalendarPorts, listCalendars, putCalendar, removeCalendar } from './calendars.ts';
export { type LevelProblem, wrongInCalendar, wrongInObjective } from './check.ts';
export type { LevelPorts } from './context.ts';
export { backupState, type BackupState, type Continuity, continuityAt, freshnessWanted } from './continuity.ts';
export { outageCost, outageIn } from './cost.ts';
export { type BackupHearPorts, freshnessScript, hearBackups, restoreScript } from './hear.ts';
export { lengthIn, levelOf, type Reckoned } from './level.ts';
export { levelsAt, levelsFor, levelsOver, type LevelsQuery } from './levels-at.ts';
export {
  bodyOf as objectiveBody,
  listObjectives,
  type ObjectivePorts,
  putObjective,
  removeObjective,
} from './objectives.ts';
export { type Period, periodAt, periodsBack } from './periods.ts';
export { ppmOf, scaledHalfUp, shareOf } from './ppm.ts';
export { listRestoreTests, type RestorePorts, type SeenTest, tellRestoreTest } from './restore-tests.ts';
export type { HearPlace, LevelStore, LevelWrite, LookQuery, TestQuery } from './store.ts';
export { tellMissed } from './tell-missed.ts';
export { type BurningNow, tendBurning, type TendPorts } from './tend.ts';
export type { BackupLook, Calendar, LevelTold, Objective, RestoreTest } from './types.ts';
