import type { Block } from '@fettle/shared/reports/document';
import type { Case } from '../../people/index.ts';
import { timesOf, timesToResolve } from '../../incidents/index.ts';
import { sharedOut, within } from '../between.ts';
import type { ExecutiveFacts } from '../executive-facts.ts';
import { periodsIn } from '../period.ts';
import { labelOf } from '../steps.ts';
import { counted } from '../words.ts';

type Bars = Extract<Block, { kind: 'bars' }>;
type Lines = Extract<Block, { kind: 'lines' }>;

/** Those that opened in each month, by what put them right. */
export function incidentBars({ ask, book, months, cases }: ExecutiveFacts): Bars {
  const groups: readonly { readonly name: string; readonly key: string; readonly is: (one: Case) => boolean }[] = [
    { name: 'by script', key: 'script', is: ({ by }) => by === 'script' },
    { name: 'by hand', key: 'hand', is: ({ by }) => by === 'hand' },
    { name: 'otherwise', key: 'itself', is: ({ by }) => by === 'itself' || by === null },
  ];
  const labels = months.map(({ from }) => labelOf(from, 'month', ask.zone));
  return {
    kind: 'bars',
    id: 'incidents-by-month',
    title: 'Incidents a month',
    format: 'integer',
    labels,
    series: groups.map(({ name, key, is }) => {
      const theirs = cases.filter(is);
      const own = sharedOut(theirs, months, ({ openedAt }) => openedAt);
      return {
        name,
        values: own.map(({ length }) => length),
        bases: own.map((some, place) =>
          book.count(`month-${place}-${key}`, {
            title: `${labels[place] ?? ''}, ${name}`,
            formula: `${counted(some.length, 'incident')} that opened in the month${key === 'itself' ? ', and ended by themselves or are open' : ''}`,
            incidents: some.map(({ id }) => id),
          }),
        ),
      };
    }),
    empty: 'No incident opened in the year.',
  };
}

/** The median of what was resolved in each week of the year up to the end of the span. */
export function resolveLines({ ask, book, months, incidents }: ExecutiveFacts): Lines {
  const span = { from: months[0]?.from ?? ask.from, to: Math.min(ask.to, Math.max(ask.now, ask.from + 1)) };
  const resolved = incidents.filter(({ resolvedAt }) => within(resolvedAt, span));
  const weeks = periodsIn('week', span, ask.zone);
  const byWeek = sharedOut(resolved, weeks, ({ resolvedAt }) => resolvedAt ?? 0);
  const points = weeks.map(
    (week, place) => [week.from, timesOf(timesToResolve(byWeek[place] ?? [], week)).p50] as const,
  );
  const basis = book.reckoned('resolve-by-week', {
    title: 'Time to resolve, median by week',
    formula: `of each week the median (R-7) of those that were resolved in it, pauses left out; ${counted(resolved.length, 'incident')} in all`,
    value: null,
    incidents: resolved.map(({ id }) => id),
  });
  return {
    kind: 'lines',
    id: 'resolve-by-week',
    title: 'Median, by week',
    format: 'duration',
    ...span,
    lines: [{ name: 'median', points, basis }],
    empty: 'No incident was resolved in the year.',
  };
}

export function hoursBars({ ask, book, months, saved, minutes }: ExecutiveFacts): Bars {
  const labels = months.map(({ from }) => labelOf(from, 'month', ask.zone));
  const values = saved.map(
    (month) => [...month].reduce((sum, [script, runs]) => sum + runs.length * (minutes.get(script) ?? 0), 0) / 60,
  );
  return {
    kind: 'bars',
    id: 'hours-by-month',
    title: 'Minutes saved × runs that worked',
    format: 'number',
    unit: 'h',
    labels,
    series: [
      {
        name: 'hours given back',
        values,
        bases: saved.map((month, place) => {
          const parts = [...month].map(
            ([script, runs]) => `${counted(runs.length, 'run')} of ${script} × ${minutes.get(script) ?? 0} min`,
          );
          return book.reckoned(`hours-${place}`, {
            title: `${labels[place] ?? ''}: hours given back`,
            formula: parts.length === 0 ? 'no run worked' : parts.join(' + '),
            value: values[place] ?? 0,
            runs: [...month.values()].flat(),
          });
        }),
      },
    ],
    empty: 'No script has run yet.',
  };
}
