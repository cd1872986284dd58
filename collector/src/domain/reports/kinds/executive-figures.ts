import type { Figure } from '@fettle/shared/reports/document';
import type { Level } from '@fettle/shared/api/levels';
import type { ExecutiveFacts } from '../executive-facts.ts';
import { idsOf, sumsOf } from '../incident-facts.ts';
import { against, counted, noted, ppmOf, say } from '../words.ts';

/** Of each service the first objective of its availability. */
function availabilities(levels: readonly Level[]): Level[] {
  const found = new Map<string, Level>();
  for (const level of levels)
    if (level.kind === 'availability' && level.measured > 0 && !found.has(level.service))
      found.set(level.service, level);
  return [...found.values()];
}

/** 1 − bad ÷ measured over all of them, floor; null: nothing was measured. */
function availabilityOf(levels: readonly Level[]) {
  const own = availabilities(levels);
  const [measured, bad] = [own.reduce((sum, one) => sum + one.measured, 0), own.reduce((sum, one) => sum + one.bad, 0)];
  return { own, measured, bad, ppm: measured === 0 ? null : Math.floor(((measured - bad) / measured) * 1_000_000) };
}

export function executiveFigures(facts: ExecutiveFacts): Figure[] {
  return [availability(facts), resolve(facts), incidents(facts), cost(facts), hours(facts)];
}

function availability({ ask, book, levels, levelsBefore }: ExecutiveFacts): Figure {
  const { own, measured, bad, ppm } = availabilityOf(levels);
  const basis = book.reckoned('availability', {
    title: 'Availability, all services',
    formula: `1 − ${say(bad, 'duration', ask)} out ÷ ${say(measured, 'duration', ask)} measured, over ${counted(own.length, 'service')}`,
    value: ppm,
    services: own.map(({ service: id, from, countedTo: to }) => ({ id, from, to })),
    incidents: [...new Set(own.flatMap(({ spent }) => spent.flatMap((one) => one.incidents)))],
  });
  return {
    id: 'availability',
    title: 'Availability, all services',
    format: 'ppm',
    cell: ppm === null ? { value: null, text: 'not measured' } : { value: ppm, basis },
    ...against(ppm, availabilityOf(levelsBefore).ppm, ask, { format: 'ppm', aim: 'more' }),
  };
}

function resolve({ ask, book, incidents: all }: ExecutiveFacts): Figure {
  const now = sumsOf(all, ask).resolve;
  const before = ask.before && sumsOf(all, ask.before).resolve;
  const basis = book.reckoned('resolve', {
    title: 'Time to resolve, median',
    formula: `the median (R-7) of ${counted(now.count, 'incident')} that were resolved in the span, pauses left out`,
    value: now.p50,
    incidents: now.of,
  });
  const { note, turn } = against(now.p50, before?.p50 ?? null, ask, { format: 'duration', aim: 'less' });
  return {
    id: 'resolve',
    title: 'Time to resolve, median',
    format: 'duration',
    cell: now.p50 === null ? { value: null, text: 'none' } : { value: now.p50, basis },
    ...(now.p95 === null ? {} : { note: noted(note, `p95 ${say(now.p95, 'duration', ask)}`) }),
    ...(turn === undefined ? {} : { turn }),
  };
}

function incidents({ ask, book, incidents: all, cases }: ExecutiveFacts): Figure {
  const { opened } = sumsOf(all, ask);
  const before = ask.before && sumsOf(all, ask.before).opened.length;
  const scripts = new Set(cases.filter(({ by }) => by === 'script').map(({ id }) => id));
  const share = ppmOf(opened.filter(({ id }) => scripts.has(id)).length, opened.length);
  const basis = book.count('incidents', {
    title: 'Incidents',
    formula: `${counted(opened.length, 'incident')} that opened in the span`,
    incidents: idsOf(opened),
  });
  const { note, turn } = against(opened.length, before, ask, { format: 'integer', aim: 'less' });
  const closed = share === null ? null : `${say(share, 'ppm', ask, { decimals: 0 })} closed by a script`;
  return {
    id: 'incidents',
    title: 'Incidents',
    format: 'integer',
    cell: { value: opened.length, basis },
    ...(closed === null ? {} : { note: noted(note, closed) }),
    ...(turn === undefined ? {} : { turn }),
  };
}

function cost({ ask, book, value, valueBefore }: ExecutiveFacts): Figure {
  const out = value.downtime.filter(({ ms }) => ms > 0);
  const basis = book.reckoned('outage-cost', {
    title: 'Cost of outage',
    formula:
      out.length === 0
        ? 'no service that has a cost was down in its hours'
        : out.map(({ title, formula }) => `${title}: ${formula}`).join('; '),
    value: value.downtimeAmount,
    services: out.map(({ service: id }) => ({ id, from: ask.from, to: Math.min(ask.to, ask.now) })),
    pages: [{ words: 'What an hour of outage costs', link: '/services', api: '/api/v1/services' }],
  });
  const [most] = out;
  const { note, turn } = against(value.downtimeAmount, valueBefore?.downtimeAmount ?? null, ask, {
    format: 'money',
    aim: 'less',
    decimals: 0,
  });
  const more = most === undefined ? null : `${say(most.ms, 'duration', ask)} of ${most.title}`;
  return {
    id: 'cost',
    title: 'Cost of outage',
    format: 'money',
    decimals: 0,
    cell: { value: value.downtimeAmount, basis },
    ...(more === null ? (note === undefined ? {} : { note }) : { note: noted(note, more) }),
    ...(turn === undefined ? {} : { turn }),
  };
}

/** Whole hours have no digits behind the point, nor have many. */
export const hourDigits = (minutes: number): number => (minutes % 60 === 0 || minutes >= 6_000 ? 0 : 1);

function hours({ ask, book, value, valueFacts }: ExecutiveFacts): Figure {
  const lines = value.saved.map(({ title, formula }) => `${title}: ${formula}`);
  const basis = book.reckoned('hours', {
    title: 'Hours given back',
    formula: lines.length === 0 ? 'no run of a script worked' : `minutes saved × runs that worked: ${lines.join('; ')}`,
    value: value.savedMinutes * 60_000,
    runs: valueFacts.scripts.flatMap(({ runs }) => runs),
    pages: [{ words: 'What a run saves, and an hour costs', link: '/value', api: '/api/v1/value-settings' }],
  });
  return {
    id: 'hours',
    title: 'Hours given back',
    format: 'number',
    unit: 'h',
    decimals: hourDigits(value.savedMinutes),
    cell: {
      value: value.savedMinutes / 60,
      basis: book.reckoned('hours-figure', {
        title: 'Hours given back',
        formula: `${say(value.savedMinutes * 60_000, 'duration', ask)} in hours`,
        value: value.savedMinutes / 60,
        bases: [basis],
      }),
    },
    note: [
      {
        text: `worth ${say(value.savedAmount, 'money', ask, { decimals: 0 })} at ${say(valueFacts.settings.hourlyRate, 'money', ask)} an hour${valueFacts.settings.version === 0 ? ', assumed' : ''}`,
      },
    ],
  };
}
