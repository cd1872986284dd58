import type { Level } from '@fettle/shared/api/levels';
import type { Block, Cell } from '@fettle/shared/reports/document';
import { isOfTime } from '@fettle/shared/objective';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';
import { ppmOf, say } from '../words.ts';
import { amountCell, formulaOf, levelBasis, levelStates } from './level-cells.ts';

type Table = Extract<Block, { kind: 'table' }>;

export interface LevelFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** Most of its budget spent first. */
  readonly levels: readonly Level[];
  readonly before: ReadonlyMap<string, Level>;
  /** Of each objective its own periods, oldest first. */
  readonly history: ReadonlyMap<string, readonly Level[]>;
}

export function levelTable({ ask, book, levels, before, history }: LevelFacts): Table {
  const rows = levels.map((level): Cell[] => {
    const { objective, service, serviceName, name, state, targetPpm, valuePpm, bad, budget, cost } = level;
    const title = `${serviceName}: ${name}`;
    const key = `level-${keyPart(objective)}`;
    const basis = book.reckoned(key, { title, formula: formulaOf(level, ask), value: valuePpm, ...levelBasis(level) });
    const own = (id: string, words: string, value: number, formula: string) =>
      book.reckoned(`${key}-${id}`, { title: `${title}, ${words}`, formula, value, ...levelBasis(level) });
    const of = levelStates[state];
    const past = before.get(objective);
    return [
      { value: of.words, state: of.state },
      { value: serviceName, link: `/services/${service}` },
      { value: name },
      { value: targetPpm },
      valuePpm === null
        ? { value: null, text: 'no data' }
        : { value: valuePpm, basis, ...(state === 'missed' && { state: 'critical' as const }) },
      pastCell({ book, ask }, past, `${key}-before`),
      { value: (history.get(objective) ?? []).map((one) => one.valuePpm) },
      amountCell(
        level,
        bad,
        ask,
        own('bad', 'spent', bad, 'the sum of what is listed under “What the budgets were spent on”'),
      ),
      amountCell(level, budget, ask, own('budget', 'budget', budget, budgetFormula(level, ask))),
      {
        value: ppmOf(bad, budget),
        text:
          budget === 0
            ? bad > 0
              ? 'all, and more'
              : 'none'
            : say(ppmOf(bad, budget) ?? 0, 'ppm', ask, { decimals: 1 }),
        basis,
      },
      cost === null
        ? { value: null, text: '–' }
        : {
            value: cost,
            basis: own('cost', 'cost', cost, 'outage in the service’s hours × its cost an hour, rounded half up'),
          },
    ];
  });
  return {
    kind: 'table',
    id: 'levels',
    title: 'Objectives',
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'objective', title: 'Objective', format: 'text' },
      { id: 'target', title: 'Target', format: 'ppm', minor: true },
      { id: 'value', title: 'Reached', format: 'ppm' },
      { id: 'before', title: 'The time before', format: 'ppm', minor: true },
      { id: 'history', title: '12 periods', format: 'spark', minor: true },
      { id: 'bad', title: 'Spent', format: 'duration' },
      { id: 'budget', title: 'Budget', format: 'duration' },
      { id: 'share', title: 'Spent of it', format: 'ppm', minor: true },
      { id: 'cost', title: 'Cost', format: 'money', minor: true },
    ],
    rows,
    empty: 'No service has an objective yet.',
  };
}

function pastCell({ book, ask }: Pick<LevelFacts, 'book' | 'ask'>, past: Level | undefined, key: string): Cell {
  if (!past || past.valuePpm === null) return { value: null, text: '–' };
  const title = `${past.serviceName}: ${past.name}, the time before`;
  const basis = book.reckoned(key, { title, formula: formulaOf(past, ask), value: past.valuePpm, ...levelBasis(past) });
  return { value: past.valuePpm, basis };
}

function budgetFormula(level: Level, ask: Ask): string {
  const { targetPpm, to, countedTo } = level;
  const what = countedTo < to ? 'what is measured and the hours still to come' : 'what was measured';
  return `${what} × (1 − ${say(targetPpm, 'ppm', ask)}), rounded down`;
}

const spentShown = 25;

export function spentTable({ book, levels }: LevelFacts): Table {
  const rows = levels.flatMap((level) =>
    level.spent.map((spent, place): Cell[] => {
      const { serviceName, name, service, objective } = level;
      const basis = book.reckoned(`spent-${keyPart(objective)}-${place}`, {
        title: `${serviceName}: ${name}`,
        formula: 'from its beginning to its end, without what lies outside the hours and the span',
        value: spent.ms,
        services: [{ id: service, from: spent.from, to: spent.to }],
        incidents: [...spent.incidents],
      });
      return [
        { value: serviceName, link: `/services/${service}` },
        { value: name },
        { value: spent.from },
        { value: spent.to },
        isOfTime(level) ? { value: spent.ms, basis } : { value: 1, text: '1 incident', basis },
        { value: spent.words },
      ];
    }),
  );
  return {
    kind: 'table',
    id: 'spent',
    title: 'What the budgets were spent on',
    columns: [
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'objective', title: 'Objective', format: 'text', minor: true },
      { id: 'from', title: 'From', format: 'time' },
      { id: 'to', title: 'To', format: 'time', minor: true },
      { id: 'ms', title: 'In its hours', format: 'duration' },
      { id: 'words', title: 'What', format: 'text' },
    ],
    rows,
    shown: spentShown,
    empty: 'Nothing was spent.',
  };
}
