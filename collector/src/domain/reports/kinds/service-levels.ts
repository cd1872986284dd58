import type { Level } from '@fettle/shared/api/levels';
import type { Figure, Phrase } from '@fettle/shared/reports/document';
import { levelsFor, levelsOver } from '../../levels/index.ts';
import { BasisBook, keyPart } from '../basis-book.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { against, counted, followed, plain, strong, unknown } from '../words.ts';
import { amount, spentShare } from './level-cells.ts';
import { type LevelFacts, levelTable, spentTable } from './service-level-blocks.ts';

/** Objectives over the span of the report, as though it were their period. */
export const serviceLevels: ReportKind = {
  id: 'service-levels',
  title: 'Service levels',
  describe:
    'For whoever promised them: which objectives were kept, what is left of each error budget, and what it was spent on.',
  example: '4 of 5 objectives were kept. Mail, “Works in office hours”: 12 min more out than its budget.',
  async build(ports, ask, progress) {
    const facts = await gather(ports, ask, progress);
    return bodyOf(facts);
  },
};

const historyPeriods = 12;

async function gather(ports: ReportPorts, ask: Ask, progress: Progress): Promise<LevelFacts> {
  const at = { ...ports, now: ask.now };
  const query = ask.service === null ? {} : { service: ask.service };
  await progress(0.05, 'reckons objectives');
  const levels = await levelsOver(at, ask.scope, { from: ask.from, to: ask.to }, query);
  await progress(0.35, 'reckons the time before');
  const before = ask.before === null ? [] : await levelsOver(at, ask.scope, ask.before, query);
  await progress(0.6, 'reckons twelve periods');
  const newest = Math.min(ask.now, ask.to - 1);
  const history = await levelsFor(at, ask.scope, { ...query, at: newest, periods: historyPeriods });
  await progress(0.95, 'writes it');
  return {
    ask,
    book: new BasisBook(),
    levels: levels.toSorted((a, b) => spentShare(b) - spentShare(a) || (a.objective < b.objective ? -1 : 1)),
    before: new Map(before.map((one) => [one.objective, one])),
    history: Map.groupBy(history.toReversed(), ({ objective }) => objective),
  };
}

function bodyOf(facts: LevelFacts): ReportBody {
  const { ask, book, levels } = facts;
  const missed = levels.filter(({ state }) => state === 'missed');
  const measured = levels.filter(({ state }) => state !== 'not-measured');
  const kept = measured.length - missed.length;
  const incidents = new Set(levels.flatMap(({ spent }) => spent.flatMap((one) => one.incidents)));
  const page = ({ objective, serviceName, name, to, from }: Level) => ({
    words: `${serviceName}: ${name}`,
    link: '/objectives',
    api: `/api/v1/levels?objective=${objective}&at=${Math.max(from, to - 1)}`,
  });
  const title = (what: string) => ({
    title: `Objectives that were ${what}`,
    formula: `objectives that were ${what} over the span`,
  });
  book.count('kept', { ...title('kept'), pages: measured.filter(({ state }) => state !== 'missed').map(page) });
  book.count('missed', { ...title('missed'), pages: missed.map(page) });
  const [worst] = missed;
  const sentence: Phrase[] =
    measured.length === 0
      ? [plain('Nothing was measured: no service has an objective, or none was in its hours.')]
      : [
          strong(`${kept} of ${counted(measured.length, 'objective')}`, 'kept'),
          plain(` ${kept === 1 ? 'was' : 'were'} kept.`),
          ...(worst
            ? [
                plain(` ${worst.serviceName}, “${worst.name}”: `),
                followed(`${overWords(worst, ask)}.`, `level-${keyPart(worst.objective)}`),
              ]
            : []),
        ];
  return {
    sentence: [...sentence, ...unknown(ask)],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures(facts, kept, missed.length) }] },
      {
        id: 'levels',
        title: 'Objectives',
        note: 'over the span of this report, as though it were their period; most of the budget spent first',
        blocks: [levelTable(facts)],
      },
      { id: 'spent', title: 'What the budgets were spent on', blocks: [spentTable(facts)] },
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: incidents.size, runs: 0, devices: 0 },
  };
}

function overWords(level: Level, ask: Ask): string {
  return `${amount(level, level.bad - level.budget, ask)} more than its budget of ${amount(level, level.budget, ask)}`;
}

function figures({ ask, book, levels, before }: LevelFacts, kept: number, missed: number): Figure[] {
  const past = [...before.values()].filter(({ state }) => state !== 'not-measured');
  const pastMissed = ask.before === null ? null : past.filter(({ state }) => state === 'missed').length;
  const costs = levels.flatMap(({ cost, objective }) => (cost === null ? [] : [{ cost, objective }]));
  // Of a service with several objectives its outage costs once.
  const byService = new Map(levels.flatMap(({ cost, service }) => (cost === null ? [] : [[service, cost] as const])));
  const cost = [...byService.values()].reduce((sum, one) => sum + one, 0);
  const services = [...byService.keys()].map((id) => ({ id, from: ask.from, to: Math.min(ask.to, ask.now) }));
  if (costs.length > 0) {
    book.reckoned('cost', {
      title: 'Cost of outage',
      formula: 'of each service: outage in its hours × its cost an hour, rounded half up; then the sum',
      value: cost,
      services,
    });
  }
  return [
    { id: 'kept', title: 'Kept', format: 'integer', cell: { value: kept, basis: 'kept' } },
    {
      id: 'missed',
      title: 'Missed',
      format: 'integer',
      cell: { value: missed, basis: 'missed', ...(missed > 0 && { state: 'critical' as const }) },
      ...against(missed, pastMissed, ask, { format: 'integer', aim: 'less' }),
    },
    {
      id: 'cost',
      title: 'Cost of outage',
      format: 'money',
      cell: costs.length === 0 ? { value: null, text: 'no cost known' } : { value: cost, basis: 'cost' },
    },
  ];
}
