// pure
import { median } from '@fettle/shared/statistics/quantile';
import { weeksAhead } from './forecast.ts';
import type { WorkFacts } from './gather.ts';
import type { Case } from './types.ts';
import { type Week, weeksBack, weeksIn, wholeWeeksBefore } from './weeks.ts';

/** Incidents that were resolved in a week within the span, by what resolved them. */
export interface WeekResolved {
  readonly week: number;
  readonly script: readonly Case[];
  readonly hand: readonly Case[];
  readonly itself: readonly Case[];
}

export function resolvedByWeek({
  cases,
  from,
  to,
  zone,
}: Pick<WorkFacts, 'cases' | 'from' | 'to' | 'zone'>): WeekResolved[] {
  const over = cases.filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt >= from && resolvedAt < to);
  return weeksIn(from, to, zone).map((week) => {
    const found = Map.groupBy(over.filter(resolvedWithin(week)), ({ by }) => by);
    const of = (by: Case['by']) => found.get(by) ?? [];
    return { week: week.from, script: of('script'), hand: of('hand'), itself: of('itself') };
  });
}

const resolvedWithin =
  ({ from, to }: Week) =>
  ({ resolvedAt }: Case) =>
    resolvedAt !== null && resolvedAt >= from && resolvedAt < to;

export interface WeekComing {
  readonly week: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Of people's time; null: nobody resolved any yet. */
  readonly hours: number | null;
}

const ahead = 4;

/**
 * The load of the next four weeks, from the openings of up to 26 weeks before. Hours: so many incidents × the share that people resolve ×
 * the usual time from the first deed to the resolution.
 */
export function comingWeeks({ cases, deeds, to, zone, now }: WorkFacts): WeekComing[] {
  const whole = wholeWeeksBefore(Math.min(to, now), weeksBack, zone);
  const first = cases.reduce((least, { openedAt }) => Math.min(least, openedAt), Number.POSITIVE_INFINITY);
  // Weeks before there was anything to count are no quiet weeks.
  const seen = whole.filter(({ to: end }) => end > first);
  const counts = seen.map((week) => cases.filter(({ openedAt: at }) => at >= week.from && at < week.to).length);
  const each = hoursEach(cases, deeds);
  const last = whole.at(-1);
  if (!last) return [];
  const starts = weeksIn(last.to, last.to + (ahead + 1) * 7 * 86_400_000, zone);
  return weeksAhead(counts, ahead).map((week, i) => {
    const hours = each === null ? null : week.median * each;
    return { week: starts[i]?.from ?? last.to, ...week, hours };
  });
}

/** What an incident takes of people's time, those counted that need none; null: people resolved none. */
function hoursEach(cases: WorkFacts['cases'], deeds: WorkFacts['deeds']): number | null {
  const begun = new Map<string, number>();
  for (const { incident, time } of deeds) if (!begun.has(incident)) begun.set(incident, time);
  const over = cases.filter(({ by }) => by !== null);
  const byHand = over.filter(({ by }) => by === 'hand');
  const took = median(
    byHand.map(({ id, resolvedAt }) => Math.max(0, (resolvedAt ?? 0) - (begun.get(id) ?? resolvedAt ?? 0))),
  );
  return took === null ? null : (took / 3_600_000) * (byHand.length / over.length);
}
