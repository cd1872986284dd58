export { BasisBook, keyPart, lengthOf, looseEnds } from './basis-book.ts';
export { type BuildAsk, buildReport, kindNamed } from './build.ts';
export { type Dress, frame, subtitleOf } from './frame.ts';
export type { Ask, Progress, ReportBody, ReportKind } from './kind.ts';
export { kinds } from './kinds.ts';
export { type Period, periodsIn, type PeriodSpan, periodsUpTo, type SpanAsk, spanOf, spanWords } from './period.ts';
export type { ReportPorts } from './ports.ts';
