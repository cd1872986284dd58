// pure
import type { OrderState, RunCounts } from '@fettle/shared/api/orders';
import { countOf, failedStates, openStates, sumOf } from './run-states.ts';

/** An order as far as time and results move it. */
export interface Rollout {
  readonly state: OrderState;
  readonly notBefore: number;
  readonly expires: number;
  /** The ring that has begun last, from 0; -1: none. */
  readonly ring: number;
  readonly haltAt: number | null;
  readonly waitMs: number;
  readonly rings: readonly {
    readonly targets: number;
    readonly forgiven: number;
    /** When it was seen to be over; null: it is not. */
    readonly overSince: number | null;
  }[];
  /** By ring. */
  readonly counts: readonly RunCounts[];
}

export type Step =
  | { readonly step: 'begin'; readonly ring: number }
  | { readonly step: 'halt'; readonly failed: number; readonly of: number }
  /** The ring is over; what comes next may have to wait. */
  | { readonly step: 'over'; readonly ring: number }
  /** It is over no more: devices came back to it meanwhile. */
  | { readonly step: 'open'; readonly ring: number }
  | { readonly step: 'end' }
  /** Its time is over: what was not sent is sent no more. */
  | { readonly step: 'expire' };

/** What is due for an order now; null: nothing. */
export function nextStep(order: Rollout, now: number): Step | null {
  const { state, expires, counts } = order;
  if (state === 'waiting-approval') return now >= expires ? { step: 'expire' } : null;
  if (state === 'planned') return plannedStep(order, now);
  if (state !== 'running' && state !== 'halted') return null;
  if (countOf(sumOf(counts), openStates) === 0) return { step: 'end' };
  if (now >= expires) return countOf(sumOf(counts), ['withheld', 'queued']) > 0 ? { step: 'expire' } : null;
  return state === 'running' ? runningStep(order, now) : null;
}

function plannedStep({ notBefore, expires }: Rollout, now: number): Step | null {
  if (now >= expires) return { step: 'expire' };
  return now >= notBefore ? { step: 'begin', ring: 0 } : null;
}

function runningStep(order: Rollout, now: number): Step | null {
  const { ring, rings, counts, waitMs } = order;
  const mine = rings[ring];
  const of = counts[ring] ?? {};
  if (!mine) return null;
  const failed = countOf(of, failedStates);
  const over = isOver(of);
  if (halts(order, failed, mine.targets, over, of)) return { step: 'halt', failed, of: mine.targets };
  if (ring === rings.length - 1) return null;
  if (over !== (mine.overSince !== null)) return { step: over ? 'over' : 'open', ring };
  if (mine.overSince === null || now < mine.overSince + waitMs) return null;
  return { step: 'begin', ring: ring + 1 };
}

/**
 * A ring is over when nothing of it is on its way and something has ended. Devices that are not connected are not waited
 * for: what is queued for them goes on beside the next rings.
 */
export function isOver(counts: RunCounts): boolean {
  const ended = Object.values(counts).reduce((sum, count) => sum + count, 0) - countOf(counts, openStates);
  return countOf(counts, ['sent', 'running']) === 0 && ended > 0;
}

/**
 * As soon as it is certain that the share is reached, whatever else comes; or when the ring is over and it is reached among
 * those that ended. Without a share it never halts.
 */
function halts(
  { haltAt, rings, ring }: Rollout,
  failed: number,
  targets: number,
  over: boolean,
  counts: RunCounts,
): boolean {
  if (haltAt === null || failed <= (rings[ring]?.forgiven ?? 0)) return false;
  if (failed / targets >= haltAt) return true;
  const ended = targets - countOf(counts, openStates);
  return over && failed / ended >= haltAt;
}
