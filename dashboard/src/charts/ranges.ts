// pure
import { clock, date, day, hour, minute, moment, weekday } from '../format/time.ts';

/** What the device page shows: a span that ends now, or two times. */
export type Range = { readonly span: number } | { readonly from: number; readonly to: number };

export const compares = ['nothing', 'before', 'week', 'year'] as const;
export type Compare = (typeof compares)[number];

export const spans = [
  { name: '1 h', words: 'hour', span: hour },
  { name: '6 h', words: '6 hours', span: 6 * hour },
  { name: '24 h', words: '24 hours', span: day },
  { name: '7 d', words: '7 days', span: 7 * day },
  { name: '30 d', words: '30 days', span: 30 * day },
  { name: '90 d', words: '90 days', span: 90 * day },
  { name: '1 y', words: 'year', span: 365 * day },
] as const;

const wholeHours = [1, 2, 3, 6, 12, 24, 48, 168].map((hours) => hours * 3_600);
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, ...wholeHours];
const points = { least: 120, most: 366 };
const shortest = 10_000;

/**
 * ms between points: the shortest round step of which at most one falls on two pixels of the width, and never more than 366
 * on the span. From an hour on steps are whole hours, from five minutes on whole five minutes: those are kept ready.
 */
export function stepFor(span: number, width = 2 * points.most): number {
  const most = Math.min(points.most, Math.max(points.least, Math.floor(width / 2)));
  const least = span / most / 1_000;
  return (steps.find((step) => step >= least) ?? 604_800) * 1_000;
}

export const isLive = (range: Range): range is { readonly span: number } => 'span' in range;

/** The range in times; one that ends now moves with it. */
export function bounds(range: Range, now: number): { from: number; to: number } {
  return isLive(range) ? { from: now - range.span, to: now } : { from: range.from, to: range.to };
}

const windows = [
  ...[5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 3, 7, 14, 30, 60, 90, 180, 365].map((n) => n * day),
];

/** A span that ends now, cut to a round one that just holds what a device was ever measured: not an hour of nothing. */
export function spanSince(span: number, enrolledAt: number, now: number): number {
  return Math.min(span, windows.find((one) => one >= now - enrolledAt) ?? span);
}

/** How far the earlier period lies before, ms; undefined: none is compared. Week and year (of 52 weeks) keep the weekday. */
export function shiftOf(compare: Compare, span: number): number | undefined {
  if (compare === 'nothing') return undefined;
  if (compare === 'year') return Math.max(1, Math.ceil(span / (364 * day))) * 364 * day;
  return compare === 'before' ? span : Math.max(1, Math.ceil(span / (7 * day))) * 7 * day;
}

/** "last Thursday", "the 6 h before": how the earlier period is named. */
export function nameOfEarlier(compare: Compare, span: number, to: number): string {
  if (compare === 'year') return span <= 364 * day ? 'a year before' : 'years before';
  if (compare === 'week')
    return span <= day ? `last ${weekday(to)}` : span <= 7 * day ? 'the week before' : 'weeks before';
  const known = spans.find((one) => one.span === span);
  return known ? `the ${known.name} before` : 'the same span before';
}

/** "The last 6 hours", or the day and times. */
export function titleOf(range: Range, now: number): string {
  if (!isLive(range)) return `${moment(range.from, now)} to ${moment(range.to, now)}`;
  const known = spans.find(({ span }) => span === range.span);
  return known ? `The last ${known.words}` : `The last ${Math.round(range.span / minute)} min`;
}

/** "08:38–14:38" or with days where there are several. */
export function timesOf({ from, to }: { from: number; to: number }): string {
  if (to - from <= day) return `${clock(from)}–${clock(to)}`;
  return `${date(from)} ${clock(from)} – ${date(to)} ${clock(to)}`;
}

/** The part between two times that were pointed at, in either order; undefined when it is too short to show. */
export function zoomed(a: number, b: number): Range | undefined {
  const from = Math.round(Math.min(a, b));
  const to = Math.round(Math.max(a, b));
  return to - from < shortest ? undefined : { from, to };
}

/** Half a span earlier or later; what would reach beyond now ends now. */
export function moved(range: Range, direction: -1 | 1, now: number): Range {
  const { from, to } = bounds(range, now);
  const span = to - from;
  const by = (direction * span) / 2;
  return to + by >= now ? { span } : { from: from + by, to: to + by };
}

/** The range in an address. */
export function toQuery(range: Range, compare: Compare): string {
  const query = new URLSearchParams();
  if (isLive(range)) {
    const known = spans.find(({ span }) => span === range.span);
    if (range.span !== hour) query.set('last', known ? known.name.replace(' ', '') : String(range.span));
  } else {
    query.set('from', String(range.from));
    query.set('to', String(range.to));
  }
  if (compare !== 'nothing') query.set('with', compare);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What an address asks for; the last hour when it asks for nothing that can be shown. */
export function fromQuery(search: string): { range: Range; compare: Compare } {
  const query = new URLSearchParams(search);
  const compare = compares.find((one) => one === query.get('with')) ?? 'nothing';
  const from = Number(query.get('from') ?? Number.NaN);
  const to = Number(query.get('to') ?? Number.NaN);
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to - from >= shortest) {
    return { range: { from, to }, compare };
  }
  const last = query.get('last') ?? '';
  const known = spans.find(({ name }) => name.replace(' ', '') === last);
  const span = known?.span ?? Number(last);
  return {
    range: { span: Number.isSafeInteger(span) && span >= shortest && span <= 366 * day ? span : hour },
    compare,
  };
}
