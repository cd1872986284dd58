import type { Sentence } from '@fettle/shared/reports/document';
import { comingWeeks, gatherWork, loadsOf, resolvedByWeek } from '../../people/index.ts';
import { BasisBook, keyPart } from '../basis-book.ts';
import type { ReportBody, ReportKind } from '../kind.ts';
import { absent, counted, followed, plain, say, strong } from '../words.ts';
import { comingBlocks, loadLedger, loadTable, resolvedBars, type WorkParts, workFigures } from './workload-blocks.ts';

export const workload: ReportKind = {
  id: 'workload',
  title: 'Workload',
  describe:
    'For whoever leads people: who has how much, who acts how soon, what scripts take off them, and what is to come.',
  example: '4 people worked on 96 incidents, 24 each were it shared evenly. Jana has been above that for 3 weeks.',
  async build(ports, ask, progress) {
    await progress(0, 'reads what people did');
    let pages = 0;
    const span = {
      from: ask.from,
      to: Math.min(ask.to, Math.max(ask.now, ask.from + 1)),
      zone: ask.zone,
      now: ask.now,
    };
    const facts = await gatherWork(ports, ask.scope, span, () =>
      progress(1 - 1 / (++pages + 1), 'reads what people did'),
    );
    const book = new BasisBook();
    return bodyOf({ ask, book, facts, loads: loadsOf(facts) });
  },
};

function bodyOf(parts: WorkParts): ReportBody {
  const { ask, book, facts, loads } = parts;
  const weeks = resolvedByWeek(facts);
  const figures = workFigures(parts);
  const team =
    loads.teams.length > 0
      ? [
          loadTable(
            parts,
            'teams',
            'Teams',
            loads.teams.map(({ team: of, load }) => ({ ...of, load })),
          ),
        ]
      : [];
  return {
    sentence: sentenceOf(parts),
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
      {
        id: 'share',
        title: 'Worked on',
        note: 'incidents that they acknowledged, came to own or resolved; the tick is the fair share',
        width: 1,
        blocks: [loadLedger(parts)],
      },
      {
        id: 'by-script',
        title: 'By script against by hand',
        note: 'incidents that were resolved, by week',
        width: 2,
        blocks: [resolvedBars(parts, weeks)],
      },
      {
        id: 'people',
        title: 'People',
        note: `open and past a target are of ${say(facts.now, 'time', ask)}; time to act runs from the opening, or from when their turn began or it was given to them`,
        blocks: [
          loadTable(
            parts,
            'people',
            'People',
            loads.people.map(({ person, load }) => ({ ...person, load })),
          ),
          ...team,
        ],
      },
      {
        id: 'coming',
        title: 'Weeks to come',
        note: 'if it goes on as in up to 26 weeks before; four of five weeks lie within the spread',
        blocks: comingBlocks(parts, comingWeeks(facts)),
      },
    ],
    bases: book.all(),
    counted: {
      samples: 0,
      incidents: new Set([...facts.cases, ...facts.open].map(({ id }) => id)).size,
      runs: 0,
      devices: new Set(facts.cases.map(({ device }) => device)).size,
    },
  };
}

function sentenceOf({ ask, loads, book }: WorkParts): Sentence {
  const workers = loads.people.filter(({ load }) => load.worked.length > 0);
  if (workers.length === 0) return [plain('Nobody worked on an incident.'), ...absent(ask)];
  const basis = book.count('workers', {
    title: 'People who worked on incidents',
    formula: 'those who acknowledged, came to own or resolved at least one in the span',
    pages: workers.map(({ person: { name } }) => ({ words: name, link: '/people', api: '/api/v1/people' })),
  });
  const all = book.valueOf('worked') ?? 0;
  const above = loads.people.filter(({ load }) => load.aboveShareWeeks >= 2);
  const share = say(loads.fairShare ?? 0, 'number', ask, { decimals: 1 });
  return [
    strong(counted(workers.length, 'person', 'people'), basis),
    plain(' worked on '),
    strong(counted(all, 'incident'), 'worked'),
    followed(`, ${share} each were it shared evenly. `, 'fair-share'),
    ...above.flatMap(({ person, load }) => [
      strong(person.name),
      followed(` has been above that for ${counted(load.aboveShareWeeks, 'week')}`, `${keyPart(person.id)}-above`),
      plain('. '),
    ]),
  ];
}
