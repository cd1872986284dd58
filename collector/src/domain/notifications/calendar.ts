// pure
import type { RouteCalendar } from './types.ts';

/** Whether a time is within a calendar's days and hours. Hours that reach over midnight are of the day on which they begin. */
export function isWithin({ days, from, to, zone }: RouteCalendar, time: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone ?? 'UTC');
  const now = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  const today = local.dayOfWeek;
  const yesterday = today === 1 ? 7 : today - 1;
  if (to > from) return days.includes(today) && now >= from && now < to;
  return (days.includes(today) && now >= from) || (days.includes(yesterday) && now < to);
}

/** What is wrong in it, in words; null: nothing. */
export function wrongCalendar({ from, to }: RouteCalendar): string | null {
  const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  if (!isTime(from)) return `calendar: ${from} is no time of day. Write it as 08:00.`;
  return isTime(to) || to === '24:00' ? null : `calendar: ${to} is no time of day. Write it as 18:00.`;
}
