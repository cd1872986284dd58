/** When a planned report is due: five fields of cron in a zone, moved to business days. */
import type { ReportPlanBody } from '../api/reports.ts';
import { nextTime, parseCron } from '../cron.ts';
import { momentOf, wallAt } from '../wall-time.ts';

export type Schedule = NonNullable<ReportPlanBody['schedule']>;
/** Whether a day (`2026-11-30`) has business hours. */
export type BusinessDay = (day: string) => boolean;

/** A time at which a report is due: what its cron said, and the business day to which it was moved. */
export interface Due {
  readonly at: number;
  /** Which period it is for is reckoned from this: a report of October that comes on Friday 30 October is still of October's plan. */
  readonly nominal: number;
}

const dayMs = 86_400_000;
/** Looked no further for a business day. */
const farthestDays = 14;

/** Monday to Friday, where there is no calendar. */
export const weekdays: BusinessDay = (day) => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
};

/** The first time after a moment; null: there is none within nine years. Two that are moved to the same time are one. */
export function dueAfter(schedule: Schedule, isBusiness: BusinessDay, after: number): Due | null {
  const { businessDay, zone } = schedule;
  const cron = parseCron(schedule.cron);
  const reach = businessDay === 'any' || businessDay === 'skip' ? 0 : (farthestDays + 1) * dayMs;
  let best: Due | null = null;
  for (let nominal = nextTime(cron, after - reach, zone); nominal !== null; nominal = nextTime(cron, nominal, zone)) {
    // Nothing that comes later can be moved before the best.
    if (best !== null && nominal - (businessDay === 'before' ? reach : 0) > best.at) return best;
    if (nominal - after > 366 * 9 * dayMs) return best;
    const at = moved(schedule, isBusiness, nominal);
    if (at !== null && at > after && (best === null || at <= best.at)) best = { at, nominal };
  }
  return best;
}

/** All of a span (after, to], by time. */
export function duesIn(schedule: Schedule, isBusiness: BusinessDay, after: number, to: number): Due[] {
  const found: Due[] = [];
  for (
    let due = dueAfter(schedule, isBusiness, after);
    due !== null && due.at <= to;
    due = dueAfter(schedule, isBusiness, due.at)
  )
    found.push(due);
  return found;
}

/** The same time of day on a business day; null: it falls out. A day with no business day near it stays. */
function moved({ businessDay, zone }: Schedule, isBusiness: BusinessDay, nominal: number): number | null {
  const wall = wallAt(zone, nominal);
  const day = (days: number) => new Date(wall + days * dayMs).toISOString().slice(0, 10);
  if (businessDay === 'any' || isBusiness(day(0))) return nominal;
  if (businessDay === 'skip') return null;
  const step = businessDay === 'before' ? -1 : 1;
  for (let days = 1; days <= farthestDays; days += 1)
    if (isBusiness(day(step * days))) return momentOf(zone, wall + step * days * dayMs);
  return nominal;
}

/** How many times a day it may be at most: what is wrong with it; null: nothing. @throws FettleError `input_invalid` (cron) */
export function wrongSchedule({ cron }: Pick<Schedule, 'cron'>): string | null {
  const { times } = parseCron(cron);
  return times.length > mostADay
    ? `A report is made ${mostADay} times a day at most; this is ${times.length} times.`
    : null;
}

const mostADay = 24;
