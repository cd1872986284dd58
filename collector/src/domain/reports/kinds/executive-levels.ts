// pure
import type { Level } from '@fettle/shared/api/levels';
import type { Block, Cell, LevelValue, State } from '@fettle/shared/reports/document';
import { isOfTime } from '@fettle/shared/objective';
import type { ExecutiveFacts } from '../executive-facts.ts';
import type { Ask } from '../kind.ts';
import { spanWords } from '../period.ts';
import { counted, say } from '../words.ts';
import { targetCell } from './level-cells.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 8;
/** A full vial is one and a half budgets, so that what was overspent shows. */
const vial = 1.5;
const states: Readonly<Record<Level['state'], State>> = {
  kept: 'quiet',
  close: 'warning',
  missed: 'critical',
  'not-measured': 'unknown',
};
const words: Readonly<Record<Level['state'], string>> = {
  kept: 'kept',
  close: 'close',
  missed: 'missed',
  'not-measured': 'not measured',
};

/** Share of the budget that was spent; of no budget at all, whether something was. */
const spentShare = ({ bad, budget }: Level): number =>
  budget === 0 ? (bad > 0 ? Number.POSITIVE_INFINITY : 0) : bad / budget;

/** A time, or so many incidents. */
function overCell({ kind, bad, budget }: Level, basis: string): Cell {
  return { value: bad - budget, basis, ...(isOfTime({ kind }) ? {} : { text: counted(bad - budget, 'incident') }) };
}

/** How much more than the budget was spent: time, or incidents. */
export function overspent({ kind, bad, budget }: Level, ask: Ask): string {
  const over = bad - budget;
  return isOfTime({ kind }) ? say(over, 'duration', ask) : counted(over, 'incident');
}

export function levelTable({ ask, book, levels, history, owners }: ExecutiveFacts): Table {
  const sorted = levels.toSorted((a, b) => spentShare(b) - spentShare(a) || (a.serviceName < b.serviceName ? -1 : 1));
  const rows = sorted.map((level): Cell[] => {
    const { objective, service, serviceName, name, state, valuePpm, cost, kind } = level;
    const basis = book.reckoned(`level-${objective}`, {
      title: `${serviceName}: ${name}`,
      formula: formulaOf(level, ask),
      value: valuePpm,
      services: [{ id: service, from: level.from, to: level.countedTo }],
      incidents: [...new Set(level.spent.flatMap(({ incidents }) => incidents))],
      pages: [
        {
          words: 'The objective',
          link: `/objectives/${encodeURIComponent(objective)}`,
          api: `/api/v1/levels?at=${level.countedTo - 1}&objective=${objective}`,
        },
      ],
    });
    const costBasis =
      cost === null
        ? null
        : book.reckoned(`cost-${objective}`, {
            title: `${serviceName}: cost of outage`,
            formula: 'outage in the service’s hours × its cost an hour, rounded half up',
            value: cost,
            services: [{ id: service, from: level.from, to: level.countedTo }],
          });
    const isOver = state === 'missed';
    return [
      { value: words[state], state: states[state] },
      { value: serviceName, link: `/services/${service}` },
      { value: owners.get(service) ?? null, text: owners.get(service) ?? 'nobody' },
      { value: name, ...(kind === 'availability' ? {} : { text: name }) },
      targetCell(book, `level-${objective}`, level),
      valuePpm === null
        ? { value: null, text: 'no data' }
        : { value: valuePpm, basis, ...(isOver ? { state: 'critical' as const } : {}) },
      {
        value: [...(history.get(objective) ?? [])].toReversed().map((one) => one.valuePpm),
        ...(isOver ? { state: 'critical' as const } : {}),
      },
      { value: vialOf(level), basis, ...(state === 'missed' || state === 'close' ? { state: states[state] } : {}) },
      isOver ? overCell(level, basis) : { value: null, text: '' },
      cost === null || costBasis === null
        ? { value: null, text: kind === 'availability' ? 'not set' : '' }
        : { value: cost, basis: costBasis },
    ];
  });
  return {
    kind: 'table',
    id: 'levels',
    title: 'Services against their objectives',
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'owner', title: 'Owner', format: 'text', minor: true },
      { id: 'objective', title: 'Objective', format: 'text', minor: true },
      { id: 'target', title: 'Target', format: 'ppm', minor: true },
      { id: 'value', title: ask.period === 'month' ? (spanWords(ask).split(' ')[0] ?? '') : 'Reached', format: 'ppm' },
      { id: 'history', title: isMonthly(history) ? '12 months' : '12 periods', format: 'spark' },
      { id: 'budget', title: 'Error budget spent', format: 'level' },
      { id: 'over', title: 'Over', format: 'duration' },
      { id: 'cost', title: 'Cost', format: 'money', decimals: 0 },
    ],
    rows,
    shown,
    empty: 'No service has an objective yet.',
  };
}

const [shortest, longest] = [27.9 * 86_400_000, 31.1 * 86_400_000];
/** Whether the periods of all objectives are about a month long. */
const isMonthly = (history: ExecutiveFacts['history']): boolean =>
  [...history.values()].flat().every(({ from, to }) => to - from > shortest && to - from < longest);

function vialOf(level: Level): LevelValue {
  return { value: Math.min(1, spentShare(level) / vial), ticks: [1 / vial] };
}

function formulaOf({ kind, measured, bad, budget, targetPpm }: Level, ask: Ask): string {
  const show = (amount: number) => (isOfTime({ kind }) ? say(amount, 'duration', ask) : counted(amount, 'incident'));
  return `1 − ${show(bad)} bad ÷ ${show(measured)} measured; the target of ${say(targetPpm, 'ppm', ask)} leaves a budget of ${show(budget)}`;
}
