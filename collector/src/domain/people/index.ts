export { comingWeeks, resolvedByWeek, type WeekComing, type WeekResolved } from './coming.ts';
export { gatherWork, type Span, type WorkFacts } from './gather.ts';
export { type Load, type Loads, loadsOf } from './load.ts';
export { checkSpan, figuresOf, getManpower } from './manpower.ts';
export { type Named, namesFor } from './names.ts';
export type { ManpowerPorts, OnCall, OpenRequest, Rota, WorkSources } from './ports.ts';
export type { ManpowerStore } from './store.ts';
export type { Case, Deed, HandOverNote } from './types.ts';
export { type Week, weeksIn, wholeWeeksBefore } from './weeks.ts';
