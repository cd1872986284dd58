import type { Clock } from '../clock.ts';

export interface Ticker {
  /** Ticks at once, again after `warmUp` ms, then whenever `next` says. */
  start(warmUp: number): void;
  /** The plan changed: asks `next` anew. */
  replan(): void;
  stop(): void;
}

/**
 * Calls `tick` at the moments that `next` names, one after the other; a tick that takes long makes the next one late,
 * not two at once. `tick` must not throw.
 * @param next the moment (monotonic ms) of the first tick after a moment
 */
export function createTicker(clock: Clock, next: (after: number) => number, tick: () => void): Ticker {
  let cancel = () => {};
  let running = false;
  /** The moment of the last tick as it was planned: a timer that fires early must not tick twice for one moment. */
  let last = -Infinity;

  function plan(due: number): void {
    cancel();
    if (running) cancel = clock.after(Math.max(0, due - clock.monotonic()), () => at(due));
  }

  function at(due: number): void {
    last = due;
    tick();
    plan(next(Math.max(due, clock.monotonic())));
  }

  return {
    start(warmUp) {
      running = true;
      last = clock.monotonic();
      tick();
      // Rates need two measurements: a device shows them after this, not after a whole interval.
      plan(Math.min(last + warmUp, next(last)));
    },
    replan() {
      plan(next(Math.max(last, clock.monotonic())));
    },
    stop() {
      running = false;
      cancel();
    },
  };
}
