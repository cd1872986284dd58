export type { Ask, Progress, ReportBody, ReportKind } from './kind.ts';
export { kinds } from './kinds.ts';
export type { ReportPorts } from './ports.ts';
