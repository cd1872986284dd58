// pure
import type { Level } from '@fettle/shared/api/levels';
import type { Basis, Cell, State } from '@fettle/shared/reports/document';
import { isOfTime } from '@fettle/shared/objective';
import type { Ask } from '../kind.ts';
import { counted, say } from '../words.ts';

export const levelStates: Readonly<Record<Level['state'], { readonly words: string; readonly state: State }>> = {
  missed: { words: 'missed', state: 'critical' },
  close: { words: 'close', state: 'warning' },
  kept: { words: 'kept', state: 'quiet' },
  'not-measured': { words: 'not measured', state: 'unknown' },
};

/** Measured, bad or budget of a level: a time, or incidents. */
export function amount(level: Pick<Level, 'kind'>, value: number, ask: Ask): string {
  return isOfTime(level) ? say(value, 'duration', ask) : counted(value, 'incident');
}

/** As a cell: a number of its own unit, and in words which. */
export function amountCell(level: Pick<Level, 'kind'>, value: number, ask: Ask, basis: string): Cell {
  return isOfTime(level) ? { value, basis } : { value, text: counted(value, 'incident'), basis };
}

/** How a level was reckoned, with its figures. */
export function formulaOf(level: Level, ask: Ask): string {
  const { measured, bad, budget, targetPpm, kind } = level;
  const what = { availability: 'out', freshness: 'without fresh backups', acknowledge: 'late', resolve: 'late' }[kind];
  const show = (value: number) => amount(level, value, ask);
  return `1 − ${show(bad)} ${what} ÷ ${show(measured)} measured, rounded down; the target of ${say(targetPpm, 'ppm', ask)} leaves ${show(budget)}`;
}

/** From where a level can be followed: its service’s history, the incidents, and the API that reckons it again. */
export function levelBasis({ service, objective, from, to, countedTo, spent }: Level): Partial<Basis> {
  return {
    services: [{ id: service, from, to: countedTo }],
    incidents: [...new Set(spent.flatMap(({ incidents }) => incidents))],
    pages: [
      {
        words: 'The objective',
        link: `/objectives/${encodeURIComponent(objective)}`,
        api: `/api/v1/levels?objective=${objective}&at=${Math.max(from, to - 1)}`,
      },
    ],
  };
}

/** Share of the budget that was spent, worst first: of no budget at all, whether anything was. */
export function spentShare({ bad, budget }: Pick<Level, 'bad' | 'budget'>): number {
  return budget === 0 ? (bad > 0 ? Number.POSITIVE_INFINITY : 0) : bad / budget;
}
