import type { CalendarBody, ObjectiveBody } from '@fettle/shared/api/levels';
import { formatDuration } from '@fettle/shared/duration';
import type { Written } from '@fettle/shared/rules/write';
import { dayNames } from '../rules/calendar.ts';
import { usual } from './keys.ts';

/** A calendar as it stands in a file; reading it gives the same. */
export function writeCalendarBody({ name, zone, hours, holidays }: CalendarBody): Written {
  return {
    name,
    zone,
    hours: hours.map(({ days, from, to }) => `${daysText(days)} ${from} to ${to}`),
    ...(holidays.length > 0 && { holidays: Object.fromEntries(holidays.map((one) => [one.day, one.name])) }),
  };
}

/** Runs of days as `mon-fri`. */
function daysText(days: readonly number[]): string {
  const sorted = days.toSorted((a, b) => a - b);
  if (sorted.length === 7) return 'daily';
  const runs: [first: number, last: number][] = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else runs.push([day, day]);
  }
  const name = (day: number) => dayNames[day - 1] ?? '';
  return runs.map(([first, last]) => (first === last ? name(first) : `${name(first)}-${name(last)}`)).join(', ');
}

/** An objective as it stands in a file: what is usual is left out, and reading it gives the same. */
export function writeObjective(body: ObjectiveBody): Written {
  const { service, name, kind, targetPpm, calendar, zone, period, windows, degraded, withinMs, burnRules } = body;
  return {
    service,
    name,
    kind,
    target: `${percent(targetPpm)} %`,
    ...(withinMs !== null && { within: formatDuration(withinMs) }),
    ...(calendar !== null && { calendar }),
    ...(zone !== usual.zone && { zone }),
    ...(period !== usual.period && { period }),
    ...(windows !== usual.windows && { windows }),
    ...(degraded !== usual.degraded && { degraded }),
    ...(burnRules && { burn: true }),
  };
}

/** Exact: four decimals at most. */
function percent(ppm: number): string {
  const part = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${Math.floor(ppm / 10_000)}${part === '' ? '' : `.${part}`}`;
}
