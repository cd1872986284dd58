// pure
import type { RunCounts, RunState } from '@fettle/shared/api/orders';
import type { RunOutcome } from '@fettle/shared/trust/action';

const outcomes = [
  'done',
  'not-applicable',
  'reboot-needed',
  'failed',
  'timeout',
  'stopped',
  'unknown',
  'refused',
] as const satisfies readonly RunOutcome[];

/** Where each state may go. What a device's receipt says comes last; of two receipts the first stays. */
export const moves: Readonly<Record<RunState, readonly RunState[]>> = {
  withheld: ['queued', 'stopped', 'expired', ...outcomes],
  queued: ['sent', 'running', 'stopped', 'expired', ...outcomes],
  sent: ['running', 'expired', ...outcomes],
  running: ['expired', ...outcomes],
  // The collector gave it up, and a device that was cut off ran it all the same.
  expired: outcomes,
  done: [],
  'not-applicable': [],
  'reboot-needed': [],
  failed: [],
  timeout: [],
  // Stopped before it was sent, as far as the collector knew.
  stopped: outcomes.filter((one) => one !== 'stopped'),
  unknown: [],
  refused: [],
};

export const failedStates = ['failed', 'timeout', 'unknown', 'refused'] as const satisfies readonly RunState[];
export const openStates = ['withheld', 'queued', 'sent', 'running'] as const satisfies readonly RunState[];

export function mayMove(from: RunState, to: RunState): boolean {
  return moves[from].includes(to);
}

export function isOpen(state: RunState): boolean {
  return (openStates as readonly RunState[]).includes(state);
}

export function isFailed(state: RunState): boolean {
  return (failedStates as readonly RunState[]).includes(state);
}

/** How many are in one of these states. */
export function countOf(counts: RunCounts, states: readonly RunState[]): number {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

export function sumOf(rings: readonly RunCounts[]): RunCounts {
  const all: RunCounts = {};
  for (const ring of rings) {
    for (const [state, count] of Object.entries(ring)) all[state as RunState] = (all[state as RunState] ?? 0) + count;
  }
  return all;
}
