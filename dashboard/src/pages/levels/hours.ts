// pure
import type { CalendarBody } from '@fettle/shared/api/levels';
import { addDays, localOf, utcOf, weekdayOf } from '../../format/zoned.ts';

export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** The hours that begin on a day: local times of the zone, over midnight where `to` is at or before `from`. */
function onDay({ zone, hours, holidays }: Pick<CalendarBody, 'zone' | 'hours' | 'holidays'>, date: string): Hours[] {
  if (holidays.some(({ day }) => day === date)) return [];
  const weekday = weekdayOf(date);
  return hours
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => {
      const over = to <= from;
      const end =
        to === '24:00'
          ? utcOf(`${addDays(date, 1)}T00:00`, zone)
          : utcOf(`${over ? addDays(date, 1) : date}T${to}`, zone);
      return { from: utcOf(`${date}T${from}`, zone), to: end };
    })
    .filter(({ from, to }) => to > from);
}

/** Those that touch or overlap as one, by their beginning. */
function joined(all: readonly Hours[]): Hours[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of all.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/**
 * The hours of a calendar between two times, as the collector reckons them, for what is shown beside a form; null: always. The collector
 * decides. @throws RangeError when there is no such zone
 */
export function hoursBetween(
  calendar: Pick<CalendarBody, 'zone' | 'hours' | 'holidays'> | null,
  from: number,
  to: number,
): Hours[] {
  if (calendar === null) return [{ from, to }];
  const found: Hours[] = [];
  const last = localOf(to, calendar.zone).slice(0, 10);
  for (let date = addDays(localOf(from, calendar.zone).slice(0, 10), -1); date <= last; date = addDays(date, 1)) {
    found.push(...onDay(calendar, date));
  }
  return joined(found)
    .map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) }))
    .filter((one) => one.to > one.from);
}

const farthestDays = 60;

/** The next times at which it opens, or is open now. */
export function nextHours(
  calendar: Pick<CalendarBody, 'zone' | 'hours' | 'holidays'>,
  now: number,
  count: number,
): Hours[] {
  const { zone } = calendar;
  const found: Hours[] = [];
  let date = addDays(localOf(now, zone).slice(0, 10), -1);
  for (let days = 0; days <= farthestDays && found.length < count + 2; days++, date = addDays(date, 1))
    found.push(...onDay(calendar, date));
  return joined(found)
    .filter(({ to }) => to > now)
    .slice(0, count);
}

export const sumOf = (all: readonly Hours[]): number => all.reduce((sum, { from, to }) => sum + to - from, 0);

export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'rolling-30';

/** The period that lasts, by the days of a zone. */
export function periodNow(period: Period, zone: string, now: number): Hours {
  const today = localOf(now, zone).slice(0, 10);
  const begin = (date: string) => utcOf(`${date}T00:00`, zone);
  if (period === 'day') return { from: begin(today), to: begin(addDays(today, 1)) };
  if (period === 'rolling-30') return { from: now - 30 * 86_400_000, to: now };
  if (period === 'week') {
    const monday = addDays(today, 1 - weekdayOf(today));
    return { from: begin(monday), to: begin(addDays(monday, 7)) };
  }
  const [year = 1970, month = 1] = today.split('-').map(Number);
  const months = period === 'month' ? 1 : period === 'quarter' ? 3 : 12;
  const first = Math.floor((month - 1) / months) * months;
  const at = (plus: number) => new Date(Date.UTC(year, first + plus, 1)).toISOString().slice(0, 10);
  return { from: begin(at(0)), to: begin(at(months)) };
}
