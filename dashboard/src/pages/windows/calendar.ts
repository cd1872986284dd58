// pure
import type { WindowSpan } from '@fettle/shared/api/windows';
import { addDays, weekdayOf } from '../../format/zoned.ts';

export type View = 'month' | 'week';

/** A day of this browser's zone. */
export interface Day {
  /** `2026-11-29` */
  readonly date: string;
  readonly start: number;
  /** The next midnight: 23 or 25 hours later when the clocks change. */
  readonly end: number;
  /** Of the month that is shown. */
  readonly inside: boolean;
}

/** A part of an opening that lies in one day. */
export interface Slice {
  readonly span: WindowSpan;
  /** Shares of the day. */
  readonly from: number;
  readonly wide: number;
  readonly lane: number;
  /** It began on an earlier day. */
  readonly goesOn: boolean;
}

const two = (n: number) => String(n).padStart(2, '0');

/** The date of a time in this browser's zone. */
export function dateOf(time: number): string {
  const at = new Date(time);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Midnight of a date in this browser's zone. */
export function midnight(date: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day).getTime();
}

/** The days of the week or of the whole weeks of the month that a date is in, from Monday on. */
export function daysOf(view: View, date: string): Day[] {
  const month = date.slice(0, 7);
  const first = view === 'week' ? date : `${month}-01`;
  const monday = addDays(first, 1 - weekdayOf(first));
  const next = `${addDays(`${month}-28`, 4).slice(0, 7)}-01`;
  const end = view === 'week' ? addDays(monday, 7) : addDays(next, (8 - weekdayOf(next)) % 7);
  const days: Day[] = [];
  for (let day = monday; day < end;) {
    const after = addDays(day, 1);
    const inside = view === 'week' || day.startsWith(month);
    days.push({ date: day, start: midnight(day), end: midnight(after), inside });
    day = after;
  }
  return days;
}

/** The date a view further on, or back. */
export function moved(view: View, date: string, by: 1 | -1): string {
  if (view === 'week') return addDays(date, 7 * by);
  const first = `${date.slice(0, 7)}-01`;
  return by > 0 ? `${addDays(first, 31).slice(0, 7)}-01` : `${addDays(first, -1).slice(0, 7)}-01`;
}

/** What is open on a day, each part in the first lane that is free. */
export function slicesOf({ start, end }: Day, spans: readonly WindowSpan[]): Slice[] {
  const lanes: number[] = [];
  return spans
    .filter(({ from, to }) => from < end && to > start)
    .toSorted((a, b) => a.from - b.from)
    .map((span) => {
      const from = Math.max(start, span.from);
      const to = Math.min(end, span.to);
      const free = lanes.findIndex((until) => until <= from);
      const lane = free < 0 ? lanes.length : free;
      lanes[lane] = to;
      const share = (time: number) => time / (end - start);
      return { span, from: share(from - start), wide: share(to - from), lane, goesOn: span.from < start };
    });
}
