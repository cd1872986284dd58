import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import type { Run } from '../../orders/index.ts';
import type { Case } from '../../people/index.ts';
import { BasisBook, keyPart } from '../basis-book.ts';
import { within } from '../between.ts';
import type { Ask, ReportKind } from '../kind.ts';
import { casesIn, devicesOf, part, runsIn } from '../reading.ts';
import { stepsOf } from '../steps.ts';
import { against, counted, followed, noted, plain, ppmOf, say, strong, unknown } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 15;

/** Ended by itself, one way or the other; what was never begun says nothing of the script. */
const worked = ({ state }: Run): boolean => state === 'done' || state === 'not-applicable';
const failed = ({ state }: Run): boolean =>
  state === 'failed' || state === 'unknown' || state === 'refused' || state === 'expired';
const isOver = (run: Run): boolean => worked(run) || failed(run);

interface Facts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** Of the span and of the time before. */
  readonly runs: readonly Run[];
  readonly cases: readonly Case[];
}

export const remediation: ReportKind = {
  id: 'remediation',
  title: 'Remediation',
  describe:
    'For operations: what ran, how much of it worked, how many incidents were closed without a human, which scripts fail.',
  example: '1,204 runs, 98.2 % worked. 107 of 184 incidents were closed without a human. Two scripts fail often.',
  async build(ports, ask, progress) {
    const span = { from: ask.before?.from ?? ask.from, to: ask.to };
    const runs = await runsIn(ports, ask, span, part(progress, 0, 0.6));
    const cases = await casesIn(ports, ask, span, part(progress, 0.6, 0.9));
    const devices = await devicesOf(ports, ask);
    const facts: Facts = { ask, book: new BasisBook(), runs, cases };
    const own = runs.filter((run) => within(run.endedAt, ask) && isOver(run));
    const figures = figuresOf(facts, own);
    const scripts = scriptTable(facts, own);
    const share = ppmOf(own.filter(worked).length, own.length);
    const closed = resolvedWithoutHuman(cases, ask);
    return {
      sentence: [
        own.length === 0 ? plain('No run') : strong(counted(own.length, 'run'), 'runs'),
        plain(' ended'),
        ...(share === null ? [] : [followed(`, ${say(share, 'ppm', ask)} of them well`, 'success')]),
        plain('. '),
        ...(closed.all.length === 0
          ? [plain('No incident was resolved.')]
          : [
              followed(say(closed.script.length, 'integer', ask), 'by-script'),
              plain(' of '),
              followed(counted(closed.all.length, 'incident'), 'resolved'),
              plain(` that were resolved ${closed.script.length === 1 ? 'was' : 'were'} closed by a script.`),
            ]),
        ...unknown(ask),
      ],
      sections: [
        { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
        { id: 'when', title: 'When it ran', blocks: [runBars(facts, own)] },
        { id: 'what', title: 'What ran', note: 'what failed most first', blocks: [scripts] },
        { id: 'failed', title: 'Runs that failed', blocks: [failedTable(facts, own)] },
      ],
      bases: facts.book.all(),
      counted: { samples: 0, incidents: closed.all.length, runs: own.length, devices: devices.length },
    };
  },
};

function resolvedWithoutHuman(cases: readonly Case[], span: { from: number; to: number }) {
  const all = cases.filter(({ resolvedAt }) => within(resolvedAt, span));
  return { all, script: all.filter(({ by }) => by === 'script') };
}

function figuresOf({ ask, book, runs, cases }: Facts, own: readonly Run[]): Figure[] {
  const before = ask.before && runs.filter((run) => within(run.endedAt, ask.before ?? ask) && isOver(run));
  const good = own.filter(worked);
  const share = ppmOf(good.length, own.length);
  const shareBefore = before && ppmOf(before.filter(worked).length, before.length);
  const closed = resolvedWithoutHuman(cases, ask);
  const closedShare = ppmOf(closed.script.length, closed.all.length);
  book.count('runs', {
    title: 'Runs',
    formula: `${counted(own.length, 'run')} that ended in the span`,
    runs: own.map(({ id }) => id),
  });
  book.count('worked', {
    title: 'Runs that worked',
    formula: `${counted(good.length, 'run')} that ended well or had nothing to do`,
    runs: good.map(({ id }) => id),
  });
  book.reckoned('success', {
    title: 'Success',
    formula: `${good.length} that worked ÷ ${own.length} that ended`,
    value: share,
    bases: ['worked', 'runs'],
  });
  book.count('resolved', {
    title: 'Incidents that were resolved',
    formula: `${counted(closed.all.length, 'incident')} that were resolved in the span`,
    incidents: closed.all.map(({ id }) => id),
  });
  book.count('by-script', {
    title: 'Closed by a script',
    formula: `${counted(closed.script.length, 'incident')} whose resolution a run is credited with, of ${closed.all.length} that were resolved`,
    incidents: closed.script.map(({ id }) => id),
  });
  const { note, turn } =
    closedShare === null || ask.before === null
      ? {}
      : against(closed.script.length, resolvedWithoutHuman(cases, ask.before).script.length, ask, {
          format: 'integer',
          aim: 'more',
        });
  return [
    {
      id: 'runs',
      title: 'Runs',
      format: 'integer',
      cell: { value: own.length, basis: 'runs' },
      ...against(own.length, before?.length ?? null, ask, { format: 'integer', aim: 'neither' }),
    },
    {
      id: 'success',
      title: 'Worked',
      format: 'ppm',
      cell: share === null ? { value: null, text: 'none ran' } : { value: share, basis: 'success' },
      ...against(share, shareBefore, ask, { format: 'ppm', aim: 'more' }),
    },
    {
      id: 'by-script',
      title: 'Incidents closed by a script',
      format: 'integer',
      cell: { value: closed.script.length, basis: 'by-script' },
      ...(closedShare === null ? {} : { note: noted(note, `${say(closedShare, 'ppm', ask, { decimals: 0 })} of all`) }),
      ...(turn === undefined ? {} : { turn }),
    },
  ];
}

function runBars({ ask, book }: Facts, own: readonly Run[]): Block {
  const steps = stepsOf(ask);
  const series = [
    ['worked', worked],
    ['failed', failed],
  ] as const;
  return {
    kind: 'bars',
    id: 'runs-by-time',
    title: `Runs ${steps.words}`,
    format: 'integer',
    labels: steps.items.map(({ label }) => label),
    series: series.map(([name, is]) => {
      const groups = steps.items.map((step) => own.filter((run) => within(run.endedAt, step) && is(run)));
      return {
        name,
        values: groups.map(({ length }) => length),
        bases: groups.map((some, place) =>
          book.count(`runs-${name}-${place}`, {
            title: `${steps.items[place]?.label ?? ''}, ${name}`,
            formula: counted(some.length, 'run'),
            runs: some.map(({ id }) => id),
          }),
        ),
      };
    }),
    empty: 'Nothing ran.',
  };
}

/** By order or standing order: its title is what ran. */
function scriptTable({ book }: Facts, own: readonly Run[]): Table {
  const groups = [...Map.groupBy(own, ({ title }) => title)].map(([title, some]) => ({
    title,
    some,
    bad: some.filter(failed),
  }));
  const sorted = groups.toSorted(
    (a, b) => b.bad.length - a.bad.length || b.some.length - a.some.length || (a.title < b.title ? -1 : 1),
  );
  const rows = sorted.map(({ title, some, bad }, place): Cell[] => {
    const key = `what-${place}-${keyPart(title)}`.slice(0, 110);
    const all = book.count(key, {
      title,
      formula: `${counted(some.length, 'run')} that ended in the span`,
      runs: some.map(({ id }) => id),
    });
    const wrong = book.count(`${key}-failed`, {
      title: `${title}: failed`,
      formula: `${counted(bad.length, 'run')} that did not end well`,
      runs: bad.map(({ id }) => id),
    });
    const share = ppmOf(some.length - bad.length, some.length);
    const success = book.reckoned(`${key}-success`, {
      title: `${title}: worked`,
      formula: `${some.length - bad.length} ÷ ${some.length}`,
      value: share,
      bases: [all, wrong],
    });
    const [first] = some;
    const link =
      first === undefined ? null : first.kind === 'order' ? `/orders/${first.order}` : `/standing/${first.order}`;
    return [
      { value: title, ...(link === null ? {} : { link }) },
      { value: some.length, basis: all },
      { value: bad.length, basis: wrong, ...(bad.length > 0 ? { state: 'warning' as const } : {}) },
      { value: share, basis: success },
    ];
  });
  return {
    kind: 'table',
    id: 'what-ran',
    title: 'What ran',
    columns: [
      { id: 'what', title: 'What', format: 'text' },
      { id: 'runs', title: 'Runs', format: 'integer' },
      { id: 'failed', title: 'Failed', format: 'integer' },
      { id: 'worked', title: 'Worked', format: 'ppm' },
    ],
    rows,
    shown,
    empty: 'Nothing ran.',
  };
}

function failedTable(_facts: Facts, own: readonly Run[]): Table {
  const rows = own
    .filter(failed)
    .map(({ id, title, device, deviceName, state, code, exit, endedAt }): Cell[] => [
      { value: endedAt, link: `/runs/${id}` },
      { value: title },
      { value: deviceName, link: `/devices/${device}` },
      { value: state },
      { value: code ?? (exit === null ? '' : `exit code ${exit}`) },
    ]);
  return {
    kind: 'table',
    id: 'failed',
    title: 'Runs that failed',
    columns: [
      { id: 'when', title: 'When', format: 'time' },
      { id: 'what', title: 'What', format: 'text' },
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'state', title: 'State', format: 'text' },
      { id: 'why', title: 'Why', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'No run failed.',
  };
}
