// pure
import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import { quantile } from '@fettle/shared/statistics/quantile';
import type { Load, Loads, WeekComing, WeekResolved, WorkFacts } from '../../people/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';
import { labelOf } from '../steps.ts';
import { counted, say } from '../words.ts';

/** What the blocks of this report are made of. */
export interface WorkParts {
  readonly ask: Ask;
  readonly book: BasisBook;
  readonly facts: WorkFacts;
  readonly loads: Loads;
}

interface Loaded {
  readonly id: string;
  readonly name: string;
  readonly load: Load;
}

export function workFigures({ book, facts, loads }: WorkParts): Figure[] {
  const all = loads.people.map(({ load }) => load);
  const worked = [...new Set(all.flatMap((load) => load.worked))];
  const sum = all.reduce((total, load) => total + load.worked.length, 0);
  const workers = all.filter((load) => load.worked.length > 0).length;
  const open = facts.open.map(({ id }) => id);
  book.count('worked', {
    title: 'Worked on',
    formula: `${counted(worked.length, 'incident')}, each once`,
    incidents: worked,
  });
  book.count('open', {
    title: 'Open',
    formula: `${counted(open.length, 'incident')} open when this was made`,
    incidents: open,
  });
  book.count('overdue', {
    title: 'Past a target',
    formula: 'open incidents whose time to acknowledge or to resolve is over',
    incidents: [...facts.overdue],
  });
  book.count('nobody', {
    title: 'Nobody’s',
    formula: 'open incidents without an owner',
    incidents: [...loads.nobodyOpen],
  });
  book.reckoned('fair-share', {
    title: 'Fair share',
    formula: `${sum} (incidents × people who worked on each) ÷ ${counted(workers, 'person', 'people')} who worked on any`,
    value: loads.fairShare,
    bases: ['worked'],
  });
  const figure = (id: string, title: string, value: number): Figure => {
    return { id, title, format: 'integer', cell: { value, basis: id } };
  };
  const share: Cell =
    loads.fairShare === null ? { value: null, text: 'none' } : { value: loads.fairShare, basis: 'fair-share' };
  return [
    figure('worked', 'Worked on', worked.length),
    { id: 'fair-share', title: 'Fair share of each', format: 'number', unit: '', decimals: 1, cell: share },
    figure('open', 'Open', open.length),
    figure('overdue', 'Past a target', facts.overdue.size),
    figure('nobody', 'Nobody’s', loads.nobodyOpen.length),
  ];
}

const columns = [
  { id: 'name', title: 'Who', format: 'text' },
  { id: 'open', title: 'Open', format: 'integer' },
  { id: 'overdue', title: 'Past a target', format: 'integer' },
  { id: 'worked', title: 'Worked on', format: 'integer' },
  { id: 'resolved', title: 'Resolved', format: 'integer', minor: true },
  { id: 'act-median', title: 'Acts in, median', format: 'duration' },
  { id: 'act-p95', title: 'Acts in, p95', format: 'duration', minor: true },
  { id: 'requests', title: 'Requests', format: 'integer', minor: true },
  { id: 'on-call', title: 'On call', format: 'duration', minor: true },
  { id: 'above', title: 'Weeks above the share', format: 'integer', minor: true },
] as const;

export function loadTable(parts: WorkParts, id: string, title: string, who: readonly Loaded[]): Block {
  return {
    kind: 'table',
    id,
    title,
    columns,
    rows: who.map((one) => rowOf(parts, one)),
    empty: 'There is nobody who may act.',
  };
}

function rowOf({ ask, book, facts }: WorkParts, { id, name, load }: Loaded): Cell[] {
  const key = (what: string) => `${keyPart(id)}-${what}`;
  const count = (what: string, formula: string, incidents: readonly string[]): Cell => {
    const basis = book.count(key(what), { title: `${name}: ${what}`, formula, incidents });
    return { value: incidents.length, basis, ...(what === 'overdue' && incidents.length > 0 && { state: 'warning' }) };
  };
  const took = load.acted.map(({ ms }) => ms);
  const act = (what: string, share: number): Cell => {
    const value = quantile(took, share);
    if (value === null) return { value, text: '–' };
    const formula = `the ${share === 0.5 ? 'median' : '95th percentile'} (R-7) of ${counted(took.length, 'first deed')}`;
    const incidents = [...new Set(load.acted.map(({ incident }) => incident))];
    return { value, basis: book.reckoned(key(what), { title: `${name}: acts in`, formula, value, incidents }) };
  };
  const rosters = facts.rotas.map((rota) => ({
    words: `Turns of ${rota.name}`,
    link: `/on-call/rosters/${rota.id}`,
    api: `/api/v1/rosters/${rota.id}/turns?from=${facts.from}&to=${facts.to}`,
  }));
  const requests = facts.requests
    .filter((request) => load.requests.includes(request.id))
    .map((request) => ({
      words: request.title,
      link: `/requests/${request.id}`,
      api: `/api/v1/requests/${request.id}`,
    }));
  return [
    { value: name },
    count('open', 'open incidents that they own', load.open),
    count('overdue', 'of these, those past a target', load.overdue),
    count('worked', 'incidents that they acknowledged, came to own or resolved in the span', load.worked),
    count('resolved', 'incidents that they resolved in the span', load.resolved),
    act('act-median', 0.5),
    act('act-p95', 0.95),
    {
      value: load.requests.length,
      basis: book.count(key('requests'), {
        title: `${name}: requests`,
        formula: 'open requests that they own',
        pages: requests,
      }),
    },
    {
      value: load.onCallMs,
      basis: book.reckoned(key('on-call'), {
        title: `${name}: on call`,
        formula: `their turns in the span, ${say(load.onCallMs, 'duration', ask)}; of several at once, once`,
        value: load.onCallMs,
        pages: rosters,
      }),
    },
    {
      value: load.aboveShareWeeks,
      basis: book.reckoned(key('above'), {
        title: `${name}: weeks above the share`,
        formula: 'whole weeks in a row up to the end of the span with more than 1.3 × the fair share of that week',
        value: load.aboveShareWeeks,
        bases: [key('worked')],
      }),
      ...(load.aboveShareWeeks >= 2 && { state: 'warning' as const }),
    },
  ];
}

/** After `loadTable`, which keeps the bases: a vial a person, the fullest first. */
export function loadLedger({ loads }: WorkParts): Block {
  const most = Math.max(1, ...loads.people.map(({ load }) => load.worked.length));
  const share = loads.fairShare;
  const items = loads.people
    .filter(({ load }) => load.worked.length > 0)
    .toSorted((a, b) => b.load.worked.length - a.load.worked.length)
    .map(({ person, load }) => ({
      title: person.name,
      cell: { value: load.worked.length, basis: `${keyPart(person.id)}-worked` },
      format: 'integer' as const,
      note: noteOf(load, share),
      level: { value: load.worked.length / most, ticks: share === null ? [] : [share / most] },
    }));
  return { kind: 'ledger', id: 'share', items, empty: 'Nobody worked on an incident.' };
}

function noteOf({ worked, aboveShareWeeks }: Load, share: number | null): string {
  const times = share === null || share === 0 ? null : worked.length / share;
  const of = times === null ? '' : `${times.toFixed(1)} × the fair share`;
  return aboveShareWeeks >= 2 ? `${of}, above it for ${aboveShareWeeks} weeks` : of;
}

export function resolvedBars({ ask, book }: WorkParts, weeks: readonly WeekResolved[]): Block {
  const series = (['script', 'hand', 'itself'] as const).map((by) => ({
    name: { script: 'By script', hand: 'By hand', itself: 'By itself' }[by],
    values: weeks.map((week) => week[by].length),
    bases: weeks.map((week) =>
      book.count(`resolved-${by}-${week.week}`, {
        title: `Resolved ${by === 'itself' ? 'by itself' : `by ${by}`}, week of ${labelOf(week.week, 'week', ask.zone)}`,
        formula: 'incidents that were resolved so in that week of the span',
        incidents: week[by].map(({ id }) => id),
      }),
    ),
  }));
  return {
    kind: 'bars',
    id: 'resolved-by',
    title: 'Resolved, by week',
    format: 'integer',
    labels: weeks.map(({ week }) => labelOf(week, 'week', ask.zone)),
    series,
    empty: 'Nothing was resolved.',
  };
}

export function comingBlocks({ ask, book, facts }: WorkParts, weeks: readonly WeekComing[]): Block[] {
  const past = facts.cases.map(({ id }) => id);
  const rows = weeks.map((week): Cell[] => {
    const key = `coming-${week.week}`;
    const basis = (what: string, value: number | null, formula: string) =>
      book.reckoned(`${key}-${what}`, {
        title: `Week of ${labelOf(week.week, 'week', ask.zone)}`,
        formula,
        value,
        incidents: past,
      });
    const line = 'a robust line (Theil–Sen) through whole weeks, level unless the load clearly leads somewhere';
    return [
      { value: labelOf(week.week, 'week', ask.zone) },
      { value: week.low, basis: basis('low', week.low, `${line}; less than this in one of ten weeks`) },
      { value: week.median, basis: basis('median', week.median, line) },
      { value: week.high, basis: basis('high', week.high, `${line}; more than this in one of ten weeks`) },
      week.hours === null
        ? { value: null, text: '–' }
        : {
            value: Math.round(week.hours * 3_600_000),
            basis: basis(
              'hours',
              Math.round(week.hours * 3_600_000),
              'incidents × the share that people resolve × the median time from the first deed to the resolution',
            ),
          },
    ];
  });
  return [
    {
      kind: 'table',
      id: 'coming',
      title: 'Weeks to come',
      columns: [
        { id: 'week', title: 'Week of', format: 'text' },
        { id: 'low', title: 'At least', format: 'number', unit: '', decimals: 0 },
        { id: 'median', title: 'Likely', format: 'number', unit: '', decimals: 0 },
        { id: 'high', title: 'At most', format: 'number', unit: '', decimals: 0 },
        { id: 'hours', title: 'Takes people', format: 'duration' },
      ],
      rows,
      empty: 'Fewer than six whole weeks say nothing of the next.',
    },
  ];
}
