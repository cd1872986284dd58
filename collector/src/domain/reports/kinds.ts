import type { ReportKind } from './kind.ts';
import { availability } from './kinds/availability.ts';
import { capacity } from './kinds/capacity.ts';
import { continuity } from './kinds/continuity.ts';
import { customer } from './kinds/customer.ts';
import { executive } from './kinds/executive.ts';
import { handOver } from './kinds/hand-over.ts';
import { improvement } from './kinds/improvement.ts';
import { incidents } from './kinds/incidents.ts';
import { inventory } from './kinds/inventory.ts';
import { remediation } from './kinds/remediation.ts';
import { serviceLevels } from './kinds/service-levels.ts';
import { trends } from './kinds/trends.ts';
import { value } from './kinds/value.ts';
import { workload } from './kinds/workload.ts';

/** Every kind of report, in the order of the gallery. */
export const kinds: readonly ReportKind[] = [
  executive,
  serviceLevels,
  availability,
  trends,
  incidents,
  remediation,
  inventory,
  capacity,
  workload,
  value,
  handOver,
  continuity,
  customer,
  improvement,
];
