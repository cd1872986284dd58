// pure
import type { RunCounts, RunState } from '@fettle/shared/api/orders';

/** Ends of which nothing more comes. */
export const endStates: ReadonlySet<RunState> = new Set([
  'done',
  'not-applicable',
  'reboot-needed',
  'failed',
  'timeout',
  'stopped',
  'unknown',
  'refused',
  'expired',
]);

/** `3 done, 1 failed`. */
export function countWords(counts: RunCounts): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.length === 0 ? 'none yet' : found.map(([state, count]) => `${count} ${state}`).join(', ');
}

export const total = (counts: RunCounts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** How many are over. */
export const ended = (counts: RunCounts): number =>
  Object.entries(counts)
    .filter(([state]) => endStates.has(state as RunState))
    .reduce((sum, [, count]) => sum + count, 0);
