// pure
import type { Window } from '@fettle/shared/api/windows';
import { clock, date } from '../../format/time.ts';
import { addDays } from '../../format/zoned.ts';
import { dateOf } from './calendar.ts';

/** "today 22:00", "tomorrow 02:00", "3 Dec 22:00" */
export function coming(time: number, from: number): string {
  if (dateOf(time) === dateOf(from)) return `today ${clock(time)}`;
  if (dateOf(time) === addDays(dateOf(from), 1)) return `tomorrow ${clock(time)}`;
  return `${date(time, from)} ${clock(time)}`;
}

/** The opening that is still to come; of a window that is open now the collector names the present one. */
export function toCome({ next, enabled }: Pick<Window, 'next' | 'enabled'>, time: number): Window['next'] {
  return next && enabled && next.from > time ? next : null;
}
