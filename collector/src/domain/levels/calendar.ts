// pure
import type { CalendarBody } from '@fettle/shared/api/levels';

/** From a time up to, not including, another; ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The business hours between two times, oldest first; they neither touch nor overlap. A moment counts when the clock on the wall of the
 * calendar's zone shows a time within its hours: what the clocks leave out has no moments, what they show twice counts twice. Hours that
 * reach over midnight belong to the day on which they begin, holidays included. Null: always.
 * @throws RangeError when there is no such zone
 */
export function hoursIn(
  calendar: Pick<CalendarBody, 'zone' | 'hours' | 'holidays'> | null,
  from: number,
  to: number,
): Span[] {
  if (to <= from) return [];
  if (calendar === null) return [{ from, to }];
  const spans: Span[] = [];
  for (const stretch of offsetsIn(calendar.zone, from, to)) {
    // Where the offset stays the same, local times are plain sums.
    for (const local of localHours(calendar, stretch.from + stretch.offset, stretch.to + stretch.offset)) {
      const span = { from: local.from - stretch.offset, to: local.to - stretch.offset };
      spans.push({ from: Math.max(span.from, stretch.from), to: Math.min(span.to, stretch.to) });
    }
  }
  return joined(spans);
}

/** Whether any hours begin on a day, `2026-12-24`. */
export function businessDay({ hours, holidays }: Pick<CalendarBody, 'hours' | 'holidays'>, day: string): boolean {
  const weekday = weekdayOf(Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs));
  return !holidays.some((holiday) => holiday.day === day) && hours.some(({ days }) => days.includes(weekday));
}

/** Sorted, without empty ones, those that touch or overlap as one. */
export function joined(spans: readonly Span[]): Span[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of spans.filter((span) => span.to > span.from).toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/** What both have in common; both are sorted and do not overlap. */
export function common(a: readonly Span[], b: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i] as Span;
    const other = b[j] as Span;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from < to) found.push({ from, to });
    if (one.to < other.to) i++;
    else j++;
  }
  return found;
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

interface OffsetStretch extends Span {
  /** Local time less UTC, ms. */
  readonly offset: number;
}

/** A span cut where the clocks change. */
function offsetsIn(zone: string, from: number, to: number): OffsetStretch[] {
  const found: OffsetStretch[] = [];
  for (let at = from; at < to;) {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const next = here.getTimeZoneTransition('next')?.epochMilliseconds ?? to;
    const end = Math.min(next, to);
    found.push({ from: at, to: end, offset: here.offsetNanoseconds / 1e6 });
    at = end;
  }
  return found;
}

/** The hours of local days, as if all days had 24 hours; they may overlap, and reach beyond both ends. */
function localHours({ hours, holidays }: Pick<CalendarBody, 'hours' | 'holidays'>, from: number, to: number): Span[] {
  const off = new Set(holidays.map(({ day }) => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs)));
  const rows = hours.map(({ days, ...row }) => ({ days, from: minutesOf(row.from), to: minutesOf(row.to) }));
  const spans: Span[] = [];
  // What began the day before may reach over midnight.
  for (let day = Math.floor(from / dayMs) - 1; day * dayMs < to; day++) {
    if (off.has(day)) continue;
    const weekday = weekdayOf(day);
    for (const row of rows) {
      if (!row.days.includes(weekday)) continue;
      const begin = day * dayMs + row.from * minuteMs;
      const end = day * dayMs + (row.to > row.from ? row.to : row.to + 1_440) * minuteMs;
      spans.push({ from: Math.max(begin, from), to: Math.min(end, to) });
    }
  }
  return spans.filter((span) => span.to > span.from);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Monday is 1; 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
