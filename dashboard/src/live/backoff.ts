// pure
/** How long to wait before attempt n (from 1), ms: full jitter over a doubling window, at least 500 ms, at most 30 s. */
export function backOff(attempt: number, random: () => number): number {
  const window = Math.min(30_000, 1_000 * 2 ** Math.min(attempt - 1, 10));
  return Math.round(500 + random() * Math.max(0, window - 500));
}
