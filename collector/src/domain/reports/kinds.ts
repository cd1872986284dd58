import type { ReportKind } from './kind.ts';
import { capacity } from './kinds/capacity.ts';
import { handOver } from './kinds/hand-over.ts';
import { incidents } from './kinds/incidents.ts';
import { trends } from './kinds/trends.ts';
import { value } from './kinds/value.ts';
import { workload } from './kinds/workload.ts';

/** Every kind of report, one line each. */
export const kinds: readonly ReportKind[] = [incidents, trends, capacity, workload, value, handOver];
