// pure
import type { Calendar } from '@fettle/shared/api/levels';
import { type BusinessDay, dueAfter, type Schedule, weekdays } from '@fettle/shared/reports/schedule';

/** Whether a calendar's day has hours; without a calendar Monday to Friday. */
export function businessDays(calendar: Calendar | undefined): BusinessDay {
  if (calendar === undefined) return weekdays;
  const off = new Set(calendar.holidays.map(({ day }) => day));
  const on = new Set(calendar.hours.flatMap(({ days }) => days));
  return (day) => !off.has(day) && on.has(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
}

/** The next times at which it is made, by the rules the collector keeps, and whether each was moved to a business day. */
export function nextDates(
  schedule: Schedule,
  calendar: Calendar | undefined,
  now: number,
  count = 3,
): { at: number; moved: boolean }[] {
  const isBusiness = businessDays(calendar);
  const dates: { at: number; moved: boolean }[] = [];
  let after = now;
  while (dates.length < count) {
    const due = dueAfter(schedule, isBusiness, after);
    if (due === null) break;
    dates.push({ at: due.at, moved: due.at !== due.nominal });
    after = due.at;
  }
  return dates;
}
