import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import { changeWords, type Improvement, isOverdue, scoreOf, seesImprovement } from '../../improvements/index.ts';
import { BasisBook } from '../basis-book.ts';
import type { Ask, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { counted, plain, strong } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;

export const improvement: ReportKind = {
  id: 'improvement',
  title: 'Improvement',
  describe:
    'For managers and whoever owns one: what was found, what was done about it, and whether it got better when it was measured again.',
  example: 'Of 4 improvements that were judged, 3 got better and stayed so. 2 are overdue.',
  async build(ports, ask, progress) {
    await progress(0.1, 'reads the register');
    const all = (await ports.improvements.improvements(null)).filter(
      (one) => isShown(ask, one) && one.foundAt < ask.to,
    );
    const names = await ownersOf(ports, all);
    await progress(0.7, 'reads the projects');
    const whole = ask.scope.sites === 'all' && ask.scope.selector === undefined && ask.site === null;
    const projects = whole ? await ports.improvements.projects() : [];
    await progress(0.9, 'writes it');
    return bodyOf(ask, all, { names, projects });
  },
};

/** Those of the sites of which the asker sees everything, or of the one that was asked for; what is of no site is about everything. */
function isShown({ scope, site }: Pick<Ask, 'scope' | 'site'>, one: Improvement): boolean {
  return seesImprovement({ scope }, one) && (site === null || one.site === site);
}

async function ownersOf({ access }: ReportPorts, all: readonly Improvement[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const owner of new Set(all.flatMap((one) => one.owner ?? []))) {
    names.set(owner, (await access.person(owner as Parameters<typeof access.person>[0]))?.name ?? 'somebody who left');
  }
  return names;
}

interface More {
  readonly names: ReadonlyMap<string, string>;
  readonly projects: Awaited<ReturnType<ReportPorts['improvements']['projects']>>;
}

function bodyOf(ask: Ask, all: readonly Improvement[], more: More): ReportBody {
  const book = new BasisBook();
  const at = Math.min(ask.to, ask.now);
  const open = all.filter(({ state }) => state === 'open' || state === 'under-way');
  const overdue = all.filter((one) => isOverdue(one, at));
  const kept = all.filter(({ state }) => state === 'kept');
  const worse = all.filter(({ state }) => state === 'no-better');
  const figures = [
    figure(book, { id: 'open', title: 'To come', words: 'open or under way' }, open),
    figure(
      book,
      { id: 'overdue', title: 'Overdue', words: 'open or under way after the day on which they were due' },
      overdue,
      'worse',
    ),
    figure(
      book,
      {
        id: 'kept',
        title: 'Better, and kept',
        words: 'measured again 30 days after they were done: what hurts is less by a tenth or more',
      },
      kept,
      'better',
    ),
    figure(
      book,
      {
        id: 'no-better',
        title: 'No better',
        words: 'measured again 30 days after they were done: what hurts is not less by a tenth',
      },
      worse,
      'worse',
    ),
  ];
  return {
    sentence: [
      strong(counted(kept.length, 'improvement'), 'kept'),
      plain(
        ` of ${counted(kept.length + worse.length, 'that was judged', 'that were judged')} got better and stayed so. `,
      ),
      plain(overdue.length === 0 ? 'None is overdue.' : `${counted(overdue.length, 'is', 'are')} overdue.`),
    ],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
      {
        id: 'register',
        title: 'The register',
        note: 'each with what it was measured by, before and now',
        blocks: [register(book, all, more.names, at)],
      },
      ...(more.projects.length === 0
        ? []
        : [
            {
              id: 'projects',
              title: 'Projects',
              note: 'each kind has a score of its own',
              blocks: [projectTable(book, more.projects, at)],
            },
          ]),
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: 0, runs: 0, devices: 0 },
  };
}

const pageOf = ({ id, finding }: Pick<Improvement, 'id' | 'finding'>) => ({
  words: `Improvement ${id}: ${finding}`,
  link: `/improvements/${id}`,
  api: `/api/v1/improvements/${id}`,
});

function figure(
  book: BasisBook,
  { id, title, words }: { readonly id: string; readonly title: string; readonly words: string },
  found: readonly Improvement[],
  turn?: 'better' | 'worse',
): Figure {
  const basis = book.count(id, {
    title,
    formula: `${counted(found.length, 'improvement')} ${words}`,
    pages: found.map(pageOf),
  });
  const hurts = turn === 'worse' && found.length > 0;
  return {
    id,
    title,
    format: 'integer',
    cell: { value: found.length, basis, ...(hurts && { state: 'warning' as const }) },
    ...(turn === 'better' && found.length > 0 && { turn }),
  };
}

const text = (value: string): Cell => ({ value });

function register(book: BasisBook, all: readonly Improvement[], names: More['names'], at: number): Table {
  return {
    kind: 'table',
    id: 'improvements',
    title: 'Improvements',
    columns: [
      { id: 'number', title: 'No.', format: 'integer' },
      { id: 'finding', title: 'Finding', format: 'text' },
      { id: 'action', title: 'What is done', format: 'text', minor: true },
      { id: 'state', title: 'State', format: 'text' },
      { id: 'change', title: 'Before → now', format: 'text' },
      { id: 'owner', title: 'Owner', format: 'text', minor: true },
      { id: 'due', title: 'Due', format: 'date' },
    ],
    rows: all.map((one) => {
      const { id, finding, action, state, owner, due } = one;
      const basis = book.reckoned(`improvement-${id}`, {
        title: `Improvement ${id}`,
        formula:
          [one.baseline && `before: ${one.baseline.words}`, one.now && `now: ${one.now.words}`]
            .filter(Boolean)
            .join('; ') || 'nothing was measured',
        value: one.now?.value ?? one.baseline?.value ?? null,
        pages: [pageOf(one)],
      });
      return [
        { value: id, link: `/improvements/${id}`, basis },
        { value: finding, link: `/improvements/${id}` },
        text(action),
        text(state.replace('-', ' ')),
        { value: changeWords(one), basis },
        text(owner === null ? 'nobody' : (names.get(owner) ?? 'somebody who left')),
        due === null
          ? { value: null, text: 'no day' }
          : { value: due, ...(isOverdue(one, at) && { state: 'warning' as const }) },
      ];
    }),
    empty: 'Nothing was written down.',
  };
}

function projectTable(book: BasisBook, all: More['projects'], at: number): Table {
  return {
    kind: 'table',
    id: 'projects',
    title: 'Projects',
    columns: [
      { id: 'kind', title: 'Kind', format: 'text' },
      { id: 'title', title: 'Project', format: 'text' },
      { id: 'state', title: 'State', format: 'text' },
      { id: 'score', title: 'Score', format: 'integer' },
      { id: 'cost', title: 'Cost', format: 'money', minor: true },
      { id: 'gain', title: 'Gain a month', format: 'money', minor: true },
      { id: 'due', title: 'Due', format: 'date' },
    ],
    rows: all.map((project) => {
      const { id, kind, title, state, cost, gainPerMonth, due } = project;
      const { score, formula } = scoreOf(project, at);
      const page = { words: title, link: `/projects/${id}`, api: '/api/v1/projects' };
      const basis = book.reckoned(`project-${id}`, {
        title: `Score of “${title}”`,
        formula,
        value: score,
        pages: [page],
      });
      const money = (value: number | null): Cell =>
        value === null ? { value: null, text: 'not known' } : { value, basis };
      return [
        text(kind === 'roi' ? 'pays for itself' : kind),
        { value: title, link: `/projects/${id}` },
        text(state.replace('-', ' ')),
        { value: score, basis },
        money(cost),
        money(gainPerMonth),
        due === null ? { value: null, text: 'no day' } : { value: due },
      ];
    }),
    empty: 'There is no project.',
  };
}
