// pure

const minute = 60_000;
const waits = [30_000, minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute];
/** Then every hour, until a day has passed. */
const longest = 60 * minute;
const giveUpMs = 24 * longest;

/** How long to wait after so many attempts. */
export function waitAfter(attempts: number): number {
  return waits[attempts - 1] ?? longest;
}

/** Whether a delivery has been tried long enough. */
export function isHopeless(createdAt: number, now: number): boolean {
  return now - createdAt >= giveUpMs;
}
