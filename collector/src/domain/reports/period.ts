// pure
import type { ReportAsk } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { momentOf, wallAt } from '@fettle/shared/wall-time';

export type Period = NonNullable<ReportAsk['period']>;

/** A half-open span in a zone, and the one before it of the same kind. */
export interface PeriodSpan {
  readonly from: number;
  readonly to: number;
  readonly before: { readonly from: number; readonly to: number };
  readonly zone: string;
  /** Null: exact times were asked for. */
  readonly period: Period | null;
}

export type SpanAsk = Pick<ReportAsk, 'period' | 'at' | 'from' | 'to' | 'zone'>;

const dayMs = 86_400_000;
const longestMs = 3 * 366 * dayMs;
/** 1 January 1970 was a Thursday; weeks begin on Mondays. */
const firstMonday = 4 * dayMs;

/**
 * The span that is asked for: exact times, or a whole period in the zone: the one in which `at` lies, else the newest that was over at
 * `now`. Of `last-7` and `last-30` whole days, the last of them the day of `at`, else the newest that was over. It begins and ends at
 * midnights of the zone, so that it is an hour longer or shorter where clocks were changed.
 * @throws FettleError `input_invalid`, `query_too_long`
 */
export function spanOf(ask: SpanAsk, now: number): PeriodSpan {
  const zone = ask.zone ?? 'UTC';
  if (!isZone(zone))
    throw new FettleError('input_invalid', `There is no zone “${zone}”. Use a name such as Europe/Berlin.`);
  if (ask.from !== undefined || ask.to !== undefined) return exactSpan(ask, zone);
  const period = ask.period ?? 'month';
  const isRolling = period === 'last-7' || period === 'last-30';
  const wall = wallAt(zone, ask.at ?? now) - (isRolling && ask.at === undefined ? dayMs : 0);
  const place = ask.at === undefined && !isRolling ? -1 : 0;
  const [first, last] = [edge(period, wall, place), edge(period, wall, place + 1)].map((one) => momentOf(zone, one));
  const earliest = momentOf(zone, edge(period, wall, place - 1));
  if (first === undefined || last === undefined || last > latest)
    throw new FettleError('input_invalid', 'This lies too far ahead.');
  return { from: first, to: last, before: { from: earliest, to: first }, zone, period };
}

/** Where dates still have four digits. */
const latest = Date.UTC(9_000, 0, 1);

function exactSpan({ from, to, period, at }: SpanAsk, zone: string): PeriodSpan {
  if (from === undefined || to === undefined || period !== undefined || at !== undefined)
    throw new FettleError('input_invalid', 'Give both `from` and `to` and no period, or a period and at most `at`.');
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs || to > latest) throw new FettleError('query_too_long', 'Ask for three years at most.');
  return { from, to, before: { from: Math.max(0, from - (to - from)), to: from }, zone, period: null };
}

/** The beginning, on the wall, of the period so many after the one in which a wall time lies. */
function edge(period: Period, wall: number, place: number): number {
  const date = new Date(wall);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const day = Math.floor(wall / dayMs) * dayMs;
  switch (period) {
    case 'day':
      return day + place * dayMs;
    case 'week':
      return Math.floor((wall - firstMonday) / (7 * dayMs)) * 7 * dayMs + firstMonday + place * 7 * dayMs;
    case 'month':
      return Date.UTC(year, month + place, 1);
    case 'quarter':
      return Date.UTC(year, Math.floor(month / 3) * 3 + place * 3, 1);
    case 'year':
      return Date.UTC(year + place, 0, 1);
    case 'last-7':
    case 'last-30':
    default:
      return rolling(day, period === 'last-7' ? 7 : 30, place);
  }
}

/** Place 0 ends with the day itself, the others follow on. */
function rolling(day: number, days: number, place: number): number {
  return day + dayMs + (place - 1) * days * dayMs;
}

/** Periods of a kind that end at `to`, oldest first: the twelve months up to one. */
export function periodsUpTo(
  period: Exclude<Period, 'last-7' | 'last-30'>,
  to: number,
  zone: string,
  count: number,
): { from: number; to: number }[] {
  const wall = wallAt(zone, to - 1);
  return Array.from({ length: count }, (_, place) => ({
    from: momentOf(zone, edge(period, wall, place + 1 - count)),
    to: momentOf(zone, edge(period, wall, place + 2 - count)),
  }));
}

/** Whole and broken periods of a kind within a span, oldest first; the first and the last are cut at its ends. */
export function periodsIn(
  period: Exclude<Period, 'last-7' | 'last-30'>,
  span: { readonly from: number; readonly to: number },
  zone: string,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let wall = edge(period, wallAt(zone, span.from), 0);
  for (let from = span.from; from < span.to;) {
    wall = edge(period, wall, 1);
    const to = Math.min(momentOf(zone, wall), span.to);
    if (to <= from) continue;
    found.push({ from, to });
    from = to;
  }
  return found;
}

/** `October 2026`, `week of 26 October 2026`, `1 October to 14 October 2026`. */
export function spanWords({ from, to, zone, period }: Pick<PeriodSpan, 'from' | 'to' | 'zone' | 'period'>): string {
  const write = (time: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(time);
  const [day, short] = [
    { day: 'numeric', month: 'long', year: 'numeric' },
    { day: 'numeric', month: 'long' },
  ] as const;
  switch (period) {
    case 'day':
      return write(from, { weekday: 'long', ...day });
    case 'week':
      return `week of ${write(from, day)}`;
    case 'month':
      return write(from, { month: 'long', year: 'numeric' });
    case 'quarter':
      return `${ordinals[Math.floor(new Date(wallAt(zone, from)).getUTCMonth() / 3)]} quarter of ${write(from, { year: 'numeric' })}`;
    case 'year':
      return write(from, { year: 'numeric' });
    case 'last-7':
    case 'last-30':
      return `${write(from, sameYear(zone, from, to) ? short : day)} to ${write(to - 1, day)}`;
    case null:
    default: {
      const clock = { hour: '2-digit', minute: '2-digit' } as const;
      return `${write(from, { ...day, ...clock })} to ${write(to, { ...day, ...clock })}`;
    }
  }
}

const ordinals = ['first', 'second', 'third', 'fourth'];

function sameYear(zone: string, from: number, to: number): boolean {
  const year = (time: number) => new Date(wallAt(zone, time)).getUTCFullYear();
  return year(from) === year(to - 1);
}

function isZone(zone: string): boolean {
  try {
    wallAt(zone, 0);
    return true;
  } catch {
    return false;
  }
}
