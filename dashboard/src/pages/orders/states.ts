// pure
import type { OrderState, RunCounts, RunState } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import type { SymbolName } from '../../parts/symbols.tsx';
import type { Shape } from '../../state/standing.ts';

/** How a run is drawn: its shape, the colour of that, its word, and how much it needs somebody (most first). */
export interface Look {
  readonly icon: SymbolName;
  readonly shape: Shape;
  readonly word: string;
  readonly rank: number;
}

export const looks: Readonly<Record<RunState, Look>> = {
  failed: { icon: 'critical', shape: 'critical', word: 'failed', rank: 9 },
  timeout: { icon: 'critical', shape: 'critical', word: 'timed out', rank: 8 },
  refused: { icon: 'warning', shape: 'warning', word: 'refused', rank: 7 },
  unknown: { icon: 'unknown', shape: 'unknown', word: 'unknown', rank: 6 },
  stopped: { icon: 'window', shape: 'window', word: 'stopped', rank: 5 },
  expired: { icon: 'off', shape: 'off', word: 'expired', rank: 4 },
  running: { icon: 'running', shape: 'order', word: 'running', rank: 3 },
  'reboot-needed': { icon: 'change', shape: 'right', word: 'restart needed', rank: 2 },
  sent: { icon: 'queued', shape: 'order', word: 'sent', rank: 1 },
  queued: { icon: 'queued', shape: 'order', word: 'queued', rank: 1 },
  withheld: { icon: 'queued', shape: 'off', word: 'not begun', rank: 1 },
  'not-applicable': { icon: 'off', shape: 'off', word: 'not applicable', rank: 0 },
  done: { icon: 'right', shape: 'right', word: 'done', rank: 0 },
};

/** Those that somebody should look at, the worst first. */
export const troubles: readonly RunState[] = ['failed', 'timeout', 'refused', 'unknown', 'stopped', 'expired'];
const well: readonly RunState[] = ['done', 'not-applicable', 'reboot-needed'];
const bad: readonly RunState[] = ['failed', 'timeout', 'refused', 'unknown'];
const open: readonly RunState[] = ['withheld', 'queued', 'sent', 'running'];

const sum = (counts: RunCounts, states: readonly RunState[]) =>
  states.reduce((all, state) => all + (counts[state] ?? 0), 0);

export interface Tally {
  readonly all: number;
  readonly well: number;
  readonly bad: number;
  readonly open: number;
  readonly running: number;
}

export function tallyOf(counts: RunCounts): Tally {
  const known = Object.values(counts).reduce((all, one) => all + one, 0);
  return {
    all: known,
    well: sum(counts, well),
    bad: sum(counts, bad),
    open: sum(counts, open),
    running: counts.running ?? 0,
  };
}

export const isOver = (state: RunState) => !open.includes(state);

/** How an order is marked. */
const orderLooks: Readonly<Record<OrderState, { readonly shape: Shape; readonly word: string }>> = {
  'waiting-approval': { shape: 'warning', word: 'waits' },
  planned: { shape: 'order', word: 'planned' },
  running: { shape: 'order', word: 'running' },
  halted: { shape: 'critical', word: 'halted' },
  stopped: { shape: 'window', word: 'stopped' },
  ended: { shape: 'right', word: 'ended' },
  expired: { shape: 'off', word: 'expired' },
};

/** How one order is marked: one that ended with failures is not in order. */
export function orderLook({ state, counts }: { readonly state: OrderState; readonly counts: RunCounts }) {
  return state === 'ended' && tallyOf(counts).bad > 0
    ? { shape: 'warning' as const, word: 'ended' }
    : orderLooks[state];
}

/** "27 of 38 done, none failed" */
export function tallyWords(counts: RunCounts, targets: number): string {
  const { well: done, bad: failed } = tallyOf(counts);
  return `${done.toLocaleString('en-GB')} of ${counted(targets, 'device')} done, ${failed === 0 ? 'none' : failed.toLocaleString('en-GB')} failed`;
}
