// pure
import { clock, date } from '../../format/time.ts';
import { dateOf } from './calendar.ts';

/** "today 22:00", "3 Dec 22:00" */
export function coming(time: number, from: number): string {
  return dateOf(time) === dateOf(from) ? `today ${clock(time)}` : `${date(time, from)} ${clock(time)}`;
}
