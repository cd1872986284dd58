// pure
import type { LiveRun } from '@fettle/shared/api/live';
import type { Run } from '../../domain/orders/index.ts';

/** A run as live pages are told of it. */
export function runMessage({ order, id, device, ring, state, exit, code, lastLine }: Run): LiveRun {
  return { order, id, device, ring, state, exit, code, lastLine };
}
