// pure
/** How long to wait before the next attempt to connect. */

/** An attempt that failed waits up to `first`, the next up to twice that, never more than `most`. */
export const usualBackOff = { first: 500, most: 15_000 } as const;
/** After a refusal that only a person can heal. */
export const longBackOff = { first: 300_000, most: 900_000 } as const;

/**
 * Full jitter: evenly between 0 and the bound that doubles with each attempt, so that a fleet spreads.
 * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015.)
 * @param attempt failures in a row before this one, from 0
 * @param random from 0 to 1
 */
export function backOff(attempt: number, random: number, { first, most }: { first: number; most: number }): number {
  return Math.round(random * Math.min(most, first * 2 ** Math.min(attempt, 30)));
}

/** A refusal that a retry cannot heal: never soon again, yet for ever, for a person may heal it at the collector. */
export function longWait(random: number): number {
  return Math.round(longBackOff.first + random * (longBackOff.most - longBackOff.first));
}
