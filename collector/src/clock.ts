/** The one wall clock of the collector, given by `app`; tests give a fake one. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
