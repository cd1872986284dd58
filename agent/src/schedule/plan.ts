// pure
/** When the agent measures next. Times are monotonic milliseconds, given by whoever asks. */
import { limits } from '@fettle/shared/protocol/limits';

export interface Plan {
  /** As configured, ms. */
  readonly interval: number;
  /** Somebody looks: more often than that until a moment. */
  readonly lease: { readonly interval: number; readonly until: number } | null;
  /** When leases were in force during the last hour, oldest first. */
  readonly leased: readonly { readonly from: number; readonly until: number }[];
}

/** So much of any hour the agent lets itself be watched; more is not granted. */
export const watchBudget = { windowMs: 3_600_000, mostMs: 3_600_000 } as const;

/** An interval within the bounds of the protocol. */
export function planOf(interval: number): Plan {
  const { min, max } = limits.intervalMs;
  return { interval: Math.min(max, Math.max(min, Math.round(interval))), lease: null, leased: [] };
}

/** The plan with a lease that begins now, cut to what the agent grants: ≤ 60 s, ≥ 1 s apart, within the hour's budget. */
export function withLease(
  plan: Plan,
  now: number,
  asked: { readonly interval: number; readonly lease: number },
  most: number = watchBudget.mostMs,
): Plan {
  const since = now - watchBudget.windowMs;
  // What the running lease has left is given back: the new one takes its place.
  const leased = plan.leased
    .map(({ from, until }) => ({ from: Math.max(from, since), until: Math.min(until, now) }))
    .filter(({ from, until }) => until > from);
  const spent = leased.reduce((sum, { from, until }) => sum + until - from, 0);
  const granted = Math.min(asked.lease, limits.watchLeaseMs, most - spent);
  const interval = Math.max(limits.intervalMs.min, asked.interval);
  if (granted <= 0 || interval >= plan.interval) return { ...plan, lease: null, leased };
  const until = now + granted;
  return { ...plan, lease: { interval, until }, leased: joined(leased, { from: now, until }) };
}

type Span = Plan['leased'][number];

/** A lease renewed in time is one with the one before. */
function joined(spans: readonly Span[], next: Span): Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.until < next.from) return [...spans, next];
  return [...spans.slice(0, -1), { from: last.from, until: next.until }];
}

/** How often the agent measures at a moment. */
export function intervalAt({ interval, lease }: Plan, now: number): { interval: number; watched: boolean } {
  return lease !== null && now < lease.until
    ? { interval: lease.interval, watched: true }
    : { interval, watched: false };
}

/**
 * The first moment after `now` that is a multiple of the interval. Moments that passed meanwhile are skipped, never made
 * up for in a bunch; a lease that ends does not shift the others.
 */
export function nextTick(plan: Plan, now: number): number {
  const { interval, watched } = intervalAt(plan, now);
  const next = (Math.floor(now / interval) + 1) * interval;
  if (!watched || plan.lease === null || next < plan.lease.until) return next;
  return (Math.floor(now / plan.interval) + 1) * plan.interval;
}
