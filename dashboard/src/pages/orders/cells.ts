// pure
import type { RunMatrix, RunState } from '@fettle/shared/api/orders';
import { box, placeOf } from '../fleet/cells.ts';

type Draw = (x: number, y: number) => string;

/** What a cell is drawn as; several states share a shape. */
export type CellShape =
  | 'done'
  | 'other'
  | 'none'
  | 'running'
  | 'queued'
  | 'withheld'
  | 'stopped'
  | 'unknown'
  | 'refused'
  | 'failed';

export const cellShapes: Readonly<Record<RunState, CellShape>> = {
  done: 'done',
  'reboot-needed': 'other',
  'not-applicable': 'none',
  running: 'running',
  queued: 'queued',
  sent: 'queued',
  withheld: 'withheld',
  stopped: 'stopped',
  expired: 'none',
  unknown: 'unknown',
  refused: 'refused',
  failed: 'failed',
  timeout: 'failed',
};

const middle = 6.5;
/** Each shape about the middle of a cell of 13; what hurts is drawn larger than its cell. */
const draws: Readonly<Record<CellShape, Draw>> = {
  done: (x, y) => `M${x - 4} ${y + 0.5}l2.8 3l5-7`,
  other: (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0M${x - 1} ${y}h2`,
  none: (x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`,
  running: (x, y) => `M${x} ${y - 4.5}a4.5 4.5 0 1 1-4.5 4.5`,
  queued: (x, y) => `M${x - 3.5} ${y - 3.5}h7v7h-7z`,
  withheld: (x, y) => `M${x - 1} ${y - 1}h2v2h-2z`,
  stopped: (x, y) => `M${x - 3.5} ${y - 4}h2.6v8h-2.6zM${x + 0.9} ${y - 4}h2.6v8h-2.6z`,
  unknown: (x, y) => `M${x - 5} ${y - 5}h10v10h-10z`,
  refused: (x, y) => `M${x} ${y - 6.5}l6.8 12.5h-13.6z`,
  failed: (x, y) => `M${x} ${y - 8.5}l8.5 8.5l-8.5 8.5l-8.5-8.5z`,
};

/** What is quiet first, so that what hurts lies over it. */
const layers = Object.keys(draws) as CellShape[];

/** Cells in rows of `columns`: one path for each shape there is. */
export function runPaths(states: readonly RunState[], columns: number): { shape: CellShape; d: string }[] {
  const parts = new Map<CellShape, string[]>();
  for (const [index, state] of states.entries()) {
    const [x, y] = placeOf(index, columns);
    const shape = cellShapes[state];
    const known = parts.get(shape) ?? [];
    known.push(draws[shape](x + middle, y + middle));
    parts.set(shape, known);
  }
  return layers.flatMap((shape) => {
    const d = parts.get(shape);
    return d ? [{ shape, d: d.join('') }] : [];
  });
}

/** Rows of a large ring are drawn in strips: a change draws anew only the strip that it is in. */
export function stripRows(columns: number): number {
  return Math.max(4, Math.round(600 / columns));
}

export interface Strip {
  readonly key: number;
  /** From the top, in units of a cell's box. */
  readonly top: number;
  readonly rows: number;
  readonly states: readonly RunState[];
}

export function stripsOf(states: readonly RunState[], columns: number): Strip[] {
  const rows = stripRows(columns);
  const size = rows * columns;
  return Array.from({ length: Math.ceil(states.length / size) }, (_, index) => {
    const some = states.slice(index * size, (index + 1) * size);
    return { key: index, top: index * rows, rows: Math.ceil(some.length / columns), states: some };
  });
}

export type Cell = RunMatrix['cells'][number];

/** How many of each state there are. */
export function countCells(cells: readonly Cell[]): Partial<Record<RunState, number>> {
  const counts: Partial<Record<RunState, number>> = {};
  for (const [, , state] of cells) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Cells by ring, in order. */
export function ringsOf(cells: readonly Cell[]): { ring: number; cells: readonly Cell[] }[] {
  return [...Map.groupBy(cells, ([, , , ring]) => ring)]
    .toSorted(([a], [b]) => a - b)
    .map(([ring, some]) => ({ ring, cells: some }));
}

/** Cells after some runs turned; those of other devices are left as they are. */
export function withRuns(cells: readonly Cell[], turned: ReadonlyMap<string, RunState>): readonly Cell[] {
  if (turned.size === 0) return cells;
  let changed = false;
  const after = cells.map((cell): Cell => {
    const state = turned.get(cell[0]);
    if (state === undefined || state === cell[2]) return cell;
    changed = true;
    return [cell[0], cell[1], state, cell[3]];
  });
  return changed ? after : cells;
}

export { box };
