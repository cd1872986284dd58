// pure
import type { periods } from '@fettle/shared/api/levels';
import type { Span } from './calendar.ts';

export type Period = (typeof periods)[number];

const rollingMs = 30 * 86_400_000;

/**
 * The period that a time lies in, from midnight to midnight of the zone; weeks begin on Monday. The rolling one is the 30 × 24 h that end at
 * the time.
 */
export function periodAt(period: Period, zone: string, time: number): Span {
  if (period === 'rolling-30') return { from: time - rollingMs, to: time };
  const day = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDate();
  const first = firstDay(period, day);
  return { from: midnight(first, zone), to: midnight(first.add(lengths[period]), zone) };
}

/** The period that a time lies in and those before it, newest first; each ends where the one after it begins. */
export function periodsBack(period: Period, zone: string, time: number, count: number): Span[] {
  const spans: Span[] = [];
  for (let at = time; spans.length < count;) {
    const span = periodAt(period, zone, at);
    spans.push(span);
    at = period === 'rolling-30' ? span.from : span.from - 1;
  }
  return spans;
}

const lengths: Readonly<Record<Exclude<Period, 'rolling-30'>, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

function firstDay(period: Exclude<Period, 'rolling-30'>, day: Temporal.PlainDate): Temporal.PlainDate {
  if (period === 'day') return day;
  if (period === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  if (period === 'month') return day.with({ day: 1 });
  if (period === 'quarter') return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) });
  return day.with({ day: 1, month: 1 });
}

/** Where the clocks leave midnight out, the first moment of the day. */
function midnight(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}
