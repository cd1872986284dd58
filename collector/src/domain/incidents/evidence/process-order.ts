// pure
import type { Process } from '@fettle/shared/api/devices';

export type ProcessOrder = 'cpu' | 'memory' | 'io';

export interface ProcessTable {
  readonly time: number;
  readonly items: readonly Process[];
}

/** What the processes are ordered by, by what the incident is about. */
export function orderFor(metric: string | null): ProcessOrder {
  if (metric === null) return 'cpu';
  if (/^system\.(?:memory|swap|paging|linux\.memory)/.test(metric)) return 'memory';
  if (/^system\.(?:disk|filesystem)|pressure.*io|io.*pressure/.test(metric)) return 'io';
  return 'cpu';
}
