// pure
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Half open, ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time of all sites: one hour ahead of UTC, the year round. */
const ahead = hour;

/** Hours since local midnight, with their fraction. */
export function hourOf(time: number): number {
  return ((time + ahead) % day) / hour;
}

/** The beginning of the local day. */
export function dayBegin(time: number): number {
  return Math.floor((time + ahead) / day) * day - ahead;
}

export function isWeekend(time: number): boolean {
  // 1970 began on a Thursday.
  const weekday = (Math.floor((time + ahead) / day) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** The span of a sorted list, without overlaps, in which a time lies. */
export function spanAt<One extends Span>(spans: readonly One[], time: number): One | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const found = spans[low - 1];
  return found !== undefined && time < found.to ? found : undefined;
}

/** The last of a sorted list that is not after a time, or the first. */
export function lastBefore(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return times[Math.max(0, low - 1)] ?? 0;
}
