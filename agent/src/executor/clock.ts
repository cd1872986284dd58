/** The executor's one reader of clocks. */
import { uptime } from 'node:os';

export interface Clock {
  /** ms since 1970, as the machine says. */
  now(): number;
  /** Seconds since the machine started. */
  uptime(): number;
}

export const systemClock: Clock = { now: () => Date.now(), uptime };
