import type { ReportKind } from './kind.ts';
import { availability } from './kinds/availability.ts';
import { continuity } from './kinds/continuity.ts';
import { incidents } from './kinds/incidents.ts';
import { serviceLevels } from './kinds/service-levels.ts';

/** Every kind of report, one line each. */
export const kinds: readonly ReportKind[] = [incidents, serviceLevels, availability, continuity];
