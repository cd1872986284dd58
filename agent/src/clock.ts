import { uptime } from 'node:os';

/** The one clock of the agent, given by `main`; tests give a fake one. */
export interface Clock {
  /** Milliseconds since 1970 UTC; may jump. */
  wall(): number;
  /** Milliseconds since some moment; never goes back. */
  monotonic(): number;
  /** Calls back once after `ms`. @returns how to prevent that */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: sinceBoot(
    () => performance.now(),
    () => Date.now(),
    process.platform === 'linux' ? uptime : null,
  ),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** What tells the time since the start opens a file: asked so often, and when the wall clock went another way. */
const askEveryMs = 1_000;
const anotherWayMs = 500;

/**
 * Milliseconds since the machine started, as fine as `steady` (ms, stops while the machine sleeps), which counts sleep
 * too: else the clock seems to be set when the machine wakes. Where nothing tells the time since the start it is `steady`.
 * @param wall ms, goes on while the machine sleeps
 * @param started seconds since the machine started, coarse (on Linux /proc/uptime, CLOCK_BOOTTIME)
 */
export function sinceBoot(steady: () => number, wall: () => number, started: (() => number) | null): () => number {
  if (started === null) return steady;
  let asked = steady();
  let apart = wall() - asked;
  let ahead = started() * 1_000 - asked;
  return () => {
    const now = steady();
    const apartNow = wall() - now;
    if (now - asked < askEveryMs && Math.abs(apartNow - apart) < anotherWayMs) return now + ahead;
    asked = now;
    apart = apartNow;
    const missed = started() * 1_000 - now - ahead;
    if (missed > 1_000) ahead += missed;
    return now + ahead;
  };
}
