import type { ReportKind } from './kind.ts';
import { executive } from './kinds/executive.ts';
import { incidents } from './kinds/incidents.ts';

/** Every kind of report, one line each. */
export const kinds: readonly ReportKind[] = [executive, incidents];
