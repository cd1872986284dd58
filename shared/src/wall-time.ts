/** The clock on the wall of a zone: which moment a wall time is, also where clocks are changed. */

/** A wall time as if it were UTC, ms since 1970: whole minutes of a day in a zone. */
export type WallTime = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the wall is ahead of UTC at a moment. @throws RangeError when there is no such zone */
export function offsetAt(zone: string, time: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
}

/** What the clock on the wall shows at a moment. */
export function wallAt(zone: string, time: number): WallTime {
  return time + offsetAt(zone, time);
}

/**
 * When the wall shows this for the first time; where it never does, because the clock was put forward over it, the moment at
 * which that was done. No later wall time comes before an earlier one.
 */
export function momentOf(zone: string, wall: WallTime): number {
  const before = offsetAt(zone, wall - dayMs);
  const after = offsetAt(zone, wall + dayMs);
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  for (const moment of [early, late]) if (wallAt(zone, moment) === wall) return moment;
  return changeBetween(zone, early, late);
}

/** No zone changes its clock by more, nor twice within so long. */
const dayMs = 86_400_000;

/** The moment between two at which the clock is changed. */
function changeBetween(zone: string, from: number, to: number): number {
  const old = offsetAt(zone, from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Making one costs a hundred times what using it does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(zone, made);
  return made;
}
