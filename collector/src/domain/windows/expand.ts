// pure
import type { Span, WindowWhen } from './types.ts';

/** Openings of one window that are looked at before the search gives up: none lies further apart than two months. */
const farthestMs = 70 * 86_400_000;

/**
 * Every opening of which some part lies between two times, oldest first. Local times are of the window's zone: it stays at
 * its hour when the clocks change. A local time that the clocks leave out begins as much later as they were put forward; one that
 * comes twice begins at its first coming. It lasts its time as a stop-watch measures it.
 */
export function spansIn(when: WindowWhen, from: number, to: number): Span[] {
  if (to <= from) return [];
  const first = Temporal.PlainDateTime.from(when.start);
  const until = when.until === undefined ? null : Temporal.PlainDateTime.from(when.until);
  const begin = dayAt(from - when.lastsMs - 86_400_000, when.zone);
  let day = Temporal.PlainDate.compare(begin, first.toPlainDate()) < 0 ? first.toPlainDate() : begin;
  const last = dayAt(to, when.zone).add({ days: 1 });
  const spans: Span[] = [];
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (when.repeat.every === 'once' && !day.equals(first.toPlainDate())) break;
    if (!isOn(when, day)) continue;
    const local = day.toPlainDateTime(first.toPlainTime());
    if (until !== null && Temporal.PlainDateTime.compare(local, until) > 0) break;
    const span = opening(local, when);
    if (span.from < to && span.to > from) spans.push(span);
  }
  return spans;
}

/** The opening at a time, or else the next one; null when none comes any more. */
export function nextSpan(when: WindowWhen, now: number): Span | null {
  const start = opening(Temporal.PlainDateTime.from(when.start), when).from;
  const from = Math.max(now, start - 1);
  return spansIn(when, from, from + farthestMs)[0] ?? null;
}

/** The end of the opening at a time, following openings that begin before it ends; null when none is open. */
export function openUntil(when: WindowWhen, time: number): number | null {
  const spans = spansIn(when, time, time + when.lastsMs + 1);
  let end: number | null = null;
  for (const span of spans) if (span.from <= (end ?? time)) end = Math.max(end ?? 0, span.to);
  return end;
}

function opening(local: Temporal.PlainDateTime, { zone, lastsMs }: WindowWhen): Span {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  // In a gap `later` is the local time put forward; where a time comes twice `earlier` is its first coming.
  const isMissing = !earlier.toPlainDateTime().equals(local);
  const from = (isMissing ? later : earlier).epochMilliseconds;
  const note = isMissing
    ? `The clocks leave out ${hour(local)} that day: it begins at ${hour(later)}.`
    : earlier.equals(later)
      ? null
      : `${hour(local)} comes twice that day: it begins at the first.`;
  return { from, to: from + lastsMs, note };
}

function isOn({ start, repeat }: WindowWhen, day: Temporal.PlainDate): boolean {
  if (repeat.every === 'once') return day.equals(Temporal.PlainDateTime.from(start).toPlainDate());
  if (repeat.every === 'day') return true;
  if (repeat.every === 'week') return repeat.days.includes(day.dayOfWeek);
  // A month without that day has it on its last.
  if (repeat.every === 'month') return day.day === Math.min(repeat.day, day.daysInMonth);
  if (day.dayOfWeek !== repeat.weekday) return false;
  return repeat.nth === -1 ? day.day + 7 > day.daysInMonth : Math.ceil(day.day / 7) === repeat.nth;
}

function dayAt(time: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDate();
}

const hour = (time: Temporal.PlainDateTime | Temporal.ZonedDateTime) =>
  `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
