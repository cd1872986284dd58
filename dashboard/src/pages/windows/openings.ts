// pure
import type { WindowWhen } from '@fettle/shared/api/windows';
import { addDays, localOf, utcOf, weekdayOf } from '../../format/zoned.ts';

export interface Opening {
  readonly from: number;
  readonly to: number;
  /** The clocks leave out its hour that day. */
  readonly moved: boolean;
}

const daysIn = (date: string) => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();

function isOn({ start, repeat }: WindowWhen, date: string): boolean {
  const day = Number(date.slice(8, 10));
  if (repeat.every === 'once') return date === start.slice(0, 10);
  if (repeat.every === 'day') return true;
  if (repeat.every === 'week') return repeat.days.includes(weekdayOf(date));
  // A month without that day has it on its last.
  if (repeat.every === 'month') return day === Math.min(repeat.day, daysIn(date));
  if (weekdayOf(date) !== repeat.weekday) return false;
  return repeat.nth === -1 ? day + 7 > daysIn(date) : Math.ceil(day / 7) === repeat.nth;
}

/** No two openings lie further apart. */
const farthestDays = 70;

/**
 * The next openings of a window that are not over at `now`, as the collector reckons them: local times of its zone, and it
 * lasts its time as a stop-watch measures it. Fewer where no more come.
 */
export function nextOpenings(when: WindowWhen, now: number, count: number): Opening[] {
  const { start, zone, lastsMs, until } = when;
  const clock = start.slice(10);
  const first = start.slice(0, 10);
  const today = localOf(now - lastsMs, zone).slice(0, 10);
  let date = today > first ? today : first;
  const found: Opening[] = [];
  for (let empty = 0; found.length < count && empty <= farthestDays; date = addDays(date, 1), empty++) {
    if (until !== undefined && date + clock > until) break;
    if (!isOn(when, date)) continue;
    const from = utcOf(date + clock, zone);
    if (from + lastsMs <= now) continue;
    found.push({ from, to: from + lastsMs, moved: localOf(from, zone) !== date + clock });
    empty = 0;
  }
  return found;
}
