import type { Block } from '@fettle/shared/reports/document';
import { keyPart } from '../basis-book.ts';
import type { ExecutiveFacts } from '../executive-facts.ts';
import { idsOf, openedIn } from '../incident-facts.ts';
import { counted, say } from '../words.ts';

type Ledger = Extract<Block, { kind: 'ledger' }>;
type Item = Ledger['items'][number];
const few = 4;
const halfYear = 183 * 86_400_000;

/** What is full soonest. */
export function moneyLedger({ ask, book, forecasts }: ExecutiveFacts): Ledger {
  const soon = forecasts.filter(({ fullAt }) => fullAt !== null && fullAt < ask.now + halfYear).slice(0, few);
  const items = soon.map((one, place): Item => {
    const { id, title, deviceName, device, metric, attributes, fullAt, earliestAt, latestAt, days, remark } = one;
    const [first, last] = [earliestAt, latestAt].map((at) => (at === null ? null : say(at, 'date', ask)));
    const spread = `${first ?? 'at once'} to ${last ?? 'more than two years ahead'}`;
    const basis = book.reckoned(`full-${place}`, {
      title: `${deviceName}: ${title}`,
      formula: `a robust line through ${counted(days, 'day')} of history, with the shape of the week; the date is the median`,
      value: fullAt,
      ...(device === null || metric === null
        ? {}
        : {
            series: [{ device, metric, attributes, from: ask.now - days * 86_400_000, to: ask.now, step: 86_400_000 }],
          }),
      pages: [
        {
          words: 'The forecast',
          link: `/capacity/${encodeURIComponent(id)}`,
          api: `/api/v1/capacity/${encodeURIComponent(id)}`,
        },
      ],
    });
    return {
      title: title.includes(deviceName) ? title : `${deviceName}, ${title}`,
      format: 'date',
      cell: { value: fullAt, basis },
      note: [first === last ? '' : spread, remark].filter(Boolean).join(' · '),
      link: `/capacity/${encodeURIComponent(id)}`,
    };
  });
  return { kind: 'ledger', id: 'money', items, empty: 'Nothing is full within half a year.' };
}

/** Rules whose incidents became fewer or more by most, and improvements that were measured again. */
export function turnsLedger({ ask, book, incidents, improvements }: ExecutiveFacts): Ledger {
  const { before, uncounted } = ask;
  if (before === null)
    return {
      kind: 'ledger',
      id: 'turns',
      items: improved(book, improvements, ask),
      empty: uncounted ?? 'There is no time before to compare with.',
    };
  const [now, then] = [
    Map.groupBy(openedIn(incidents, ask), ({ rule }) => rule),
    Map.groupBy(openedIn(incidents, before), ({ rule }) => rule),
  ];
  const turned = [...new Set([...now.keys(), ...then.keys()])]
    .map((rule) => ({ rule, own: now.get(rule) ?? [], earlier: then.get(rule) ?? [] }))
    .map((one) => ({ ...one, difference: one.own.length - one.earlier.length }));
  const better = turned.filter(({ difference }) => difference < 0).toSorted((a, b) => a.difference - b.difference);
  const worse = turned.filter(({ difference }) => difference > 0).toSorted((a, b) => b.difference - a.difference);
  const items = [...better.slice(0, 2), ...worse.slice(0, 2)].map(({ rule, own, earlier, difference }): Item => {
    const name = own.at(-1)?.ruleName ?? earlier.at(-1)?.ruleName ?? rule;
    const earlierBasis = book.count(`turn-${keyPart(rule)}-before`, {
      title: `${name}, the time before`,
      formula: `${counted(earlier.length, 'incident')} that opened in the time before`,
      incidents: idsOf(earlier),
    });
    const basis = book.reckoned(`turn-${keyPart(rule)}`, {
      title: name,
      formula: `${counted(own.length, 'incident')} that opened in the span, ${earlier.length} in the time before`,
      value: own.length,
      incidents: idsOf(own),
      bases: [earlierBasis],
    });
    return {
      title: name,
      format: 'text',
      cell: { value: `${earlier.length} → ${own.length}`, basis, state: difference < 0 ? 'right' : 'warning' },
      note: difference < 0 ? 'incidents became fewer' : 'incidents became more',
      link: `/rules/${encodeURIComponent(rule)}`,
    };
  });
  return {
    kind: 'ledger',
    id: 'turns',
    items: [...items, ...improved(book, improvements, ask)],
    empty: 'Nothing became better or worse.',
  };
}

function improved(
  book: ExecutiveFacts['book'],
  improvements: ExecutiveFacts['improvements'],
  { scope, from, to }: ExecutiveFacts['ask'],
): Item[] {
  const seen = improvements.filter(({ site }) =>
    site === null
      ? scope.sites === 'all' && scope.selector === undefined
      : scope.sites === 'all' || scope.sites.includes(site),
  );
  const measured = seen.filter(
    ({ now, state }) => now !== null && now.to > from && now.to <= to && (state === 'kept' || state === 'no-better'),
  );
  return measured.slice(0, 2).map(({ id, finding, state, baseline, now }): Item => {
    const basis = book.reckoned(`improvement-${id}`, {
      title: finding,
      formula: `measured the same way before and after: ${baseline?.words ?? 'nothing'}, then ${now?.words ?? 'nothing'}`,
      value: now?.value ?? null,
      pages: [{ words: `Improvement ${id}`, link: `/improvements/${id}`, api: '/api/v1/improvements' }],
    });
    return {
      title: finding,
      format: 'text',
      cell: {
        value: state === 'kept' ? 'it lasts' : 'no better',
        basis,
        state: state === 'kept' ? 'right' : 'warning',
      },
      note: `${baseline?.words ?? ''} → ${now?.words ?? ''} · improvement ${id}`,
      link: `/improvements/${id}`,
    };
  });
}

/** Who worked most, against the fair share. */
export function peopleLedger({ ask, book, loads }: ExecutiveFacts): Ledger {
  const { people, fairShare } = loads;
  const worked = people
    .filter(({ load }) => load.worked.length > 0)
    .toSorted((a, b) => b.load.worked.length - a.load.worked.length);
  const most = Math.max(worked[0]?.load.worked.length ?? 0, (fairShare ?? 0) * 1.5);
  const items = worked.slice(0, few).map(({ person, load }): Item => {
    const basis = book.count(`worked-${person.id}`, {
      title: `${person.name}: worked`,
      formula: `${counted(load.worked.length, 'incident')} that ${person.name} acknowledged, owned or resolved in the span`,
      incidents: load.worked,
    });
    const above = load.aboveShareWeeks > 0 ? `above the fair share for ${counted(load.aboveShareWeeks, 'week')}` : '';
    return {
      title: person.name,
      format: 'integer',
      unit: 'worked',
      cell: { value: load.worked.length, basis, ...(load.aboveShareWeeks > 0 ? { state: 'warning' as const } : {}) },
      note: [above, joined(person.createdAt, ask)].filter(Boolean).join(' · '),
      ...(most > 0
        ? {
            level: {
              value: load.worked.length / most,
              ticks: fairShare === null ? [] : [Math.min(1, fairShare / most)],
            },
          }
        : {}),
      link: '/load',
    };
  });
  return { kind: 'ledger', id: 'people', items, empty: 'Nobody worked an incident.' };
}

function joined(createdAt: number, ask: ExecutiveFacts['ask']): string {
  return createdAt >= ask.from && createdAt < ask.to ? `new since ${say(createdAt, 'date', ask)}` : '';
}
