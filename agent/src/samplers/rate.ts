// pure
const wrap = 2 ** 32;
/** A counter that falls from above this to below a quarter is believed to have wrapped, not to have been reset. */
const nearWrap = wrap * 0.75;
const afterWrap = wrap * 0.25;

/**
 * The growth of a counter per second, or NaN (absent) where it cannot be told: no reading before, no time between, time
 * that went back, a counter that was reset.
 * @param bits 32 where the kernel may count in 32 bits; then a fall from near 2^32 to near 0 is a wrap
 */
export function rate(before: number, after: number, seconds: number, bits: 32 | 64 = 64): number {
  return growth(before, after, bits) / (seconds > 0 ? seconds : Number.NaN);
}

/** How much a counter grew; NaN where `rate` would be, its time apart. */
export function growth(before: number, after: number, bits: 32 | 64 = 64): number {
  const difference = after - before;
  if (difference >= 0) return difference;
  if (bits === 32 && before >= nearWrap && before < wrap && after < afterWrap) return difference + wrap;
  return Number.NaN;
}

/** Seconds between two monotonic times in ms; NaN when the first is NaN or not before the second. */
export function secondsBetween(before: number, after: number): number {
  const seconds = (after - before) / 1_000;
  return seconds > 0 ? seconds : Number.NaN;
}
