// pure
import type { ReportAsk } from '@fettle/shared/api/reports';
import { addDays, localOf, utcOf } from '../../format/zoned.ts';

export const monthPeriods = ['week', 'month', 'quarter', 'year'] as const;
export type MonthPeriod = (typeof monthPeriods)[number];

/** What the page shows, as its address says it. */
export interface MonthView {
  readonly period: MonthPeriod;
  /** A time within the period; undefined: the last whole one. */
  readonly at: number | undefined;
  readonly site: string;
  /** The figure whose basis is shown; empty: none. */
  readonly basis: string;
}

export function monthViewOf(search: string): MonthView {
  const query = new URLSearchParams(search);
  const at = Number(query.get('at') ?? Number.NaN);
  return {
    period: monthPeriods.find((one) => one === query.get('period')) ?? 'month',
    at: Number.isSafeInteger(at) && at > 0 ? at : undefined,
    site: (query.get('site') ?? '').slice(0, 128),
    basis: (query.get('basis') ?? '').slice(0, 128),
  };
}

export function monthLink({ period, at, site, basis }: MonthView): string {
  const query = new URLSearchParams();
  if (period !== 'month') query.set('period', period);
  if (at !== undefined) query.set('at', String(at));
  if (site !== '') query.set('site', site);
  if (basis !== '') query.set('basis', basis);
  const text = query.toString();
  return text === '' ? '/month' : `/month?${text}`;
}

export const askOf = ({ period, at, site }: MonthView, zone: string): ReportAsk => ({
  kind: 'executive',
  period,
  zone,
  ...(at === undefined ? {} : { at }),
  ...(site === '' ? {} : { site }),
});

const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** How a period is called, by the day on which it begins in its zone: "October", "Q3 2026", "2026", "the week of 5 Oct". */
export function periodName(period: MonthPeriod, from: number, zone: string): string {
  const [year = 0, month = 1, day = 1] = localOf(from, zone).slice(0, 10).split('-').map(Number);
  const name = names[month - 1] ?? '';
  if (period === 'week') return `the week of ${day} ${name.slice(0, 3)}`;
  if (period === 'month') return name;
  return period === 'quarter' ? `Q${Math.floor((month - 1) / 3) + 1} ${year}` : String(year);
}

/** When the period after one begins, or the one before it. */
export function stepped(period: MonthPeriod, from: number, zone: string, by: 1 | -1): number {
  const date = localOf(from, zone).slice(0, 10);
  if (period === 'week') return utcOf(`${addDays(date, 7 * by)}T00:00`, zone);
  const [year = 0, month = 1] = date.split('-').map(Number);
  const months = { month: 1, quarter: 3, year: 12 }[period] * by;
  const to = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  return utcOf(`${to}T00:00`, zone);
}
