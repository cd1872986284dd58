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
  monotonic: sinceBoot(() => performance.now(), process.platform === 'linux' ? uptime : null),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Milliseconds since the machine started, as fine as `steady` (ms, stops while the machine sleeps), which counts sleep
 * too: else the clock seems to be set when the machine wakes. Where nothing tells the time since the start it is `steady`.
 * @param started seconds since the machine started, coarse (on Linux /proc/uptime, CLOCK_BOOTTIME)
 */
export function sinceBoot(steady: () => number, started: (() => number) | null): () => number {
  if (started === null) return steady;
  let ahead = started() * 1_000 - steady();
  return () => {
    const now = steady();
    const missed = started() * 1_000 - now - ahead;
    if (missed > 1_000) ahead += missed;
    return now + ahead;
  };
}
