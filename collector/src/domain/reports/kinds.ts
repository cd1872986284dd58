import type { ReportKind } from './kind.ts';

/** Every kind of report, one line each. */
export const kinds: readonly ReportKind[] = [];
