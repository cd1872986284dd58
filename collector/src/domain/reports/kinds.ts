import type { ReportKind } from './kind.ts';
import { improvement } from './kinds/improvement.ts';
import { incidents } from './kinds/incidents.ts';

/** Every kind of report, one line each. */
export const kinds: readonly ReportKind[] = [incidents, improvement];
