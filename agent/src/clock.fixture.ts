/** For tests: a clock that goes only when it is told to. */
import type { Clock } from './clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass and runs what comes due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock, as a person or NTP does; the monotonic one does not notice. */
  set(wall: number): void;
  readonly waiting: number;
}

export function fakeClock(start = 1_800_000_000_000): FakeClock {
  let base = start;
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    wall: () => base + now,
    monotonic: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
    set(wall) {
      base = wall - now;
    },
    get waiting() {
      return timers.length;
    },
  };
}
