// pure
import type { Shape } from '../../state/standing.ts';

/** A cell's box in the drawing, with the room to the next; everything scales with it. */
export const box = 15;
const middle = 6.5;

type Draw = (x: number, y: number) => string;

/** Each shape about the middle of a cell of 13; what hurts is drawn larger than its cell. */
const draws: Readonly<Record<Shape, Draw>> = {
  critical: (x, y) => `M${x} ${y - 8.5}l8.5 8.5l-8.5 8.5l-8.5-8.5z`,
  warning: (x, y) => `M${x} ${y - 6.5}l6.8 12.5h-13.6z`,
  unknown: (x, y) => `M${x - 5} ${y - 5}h10v10h-10z`,
  window: (x, y) => `M${x - 3.5} ${y - 4}h2.6v8h-2.6zM${x + 0.9} ${y - 4}h2.6v8h-2.6z`,
  right: (x, y) => `M${x - 3} ${y}l2.4 2.6l4-5.4`,
  order: (x, y) => `M${x - 2} ${y - 2}h4v4h-4z`,
  off: (x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`,
};

/** What is quiet first, so that what hurts lies over it. */
const layers: readonly Shape[] = ['order', 'off', 'right', 'window', 'unknown', 'warning', 'critical'];

/** Cells in rows of `columns`: one path for each shape there is, however many cells. */
export function pathsOf(shapes: readonly Shape[], columns: number): { shape: Shape; d: string }[] {
  const parts = new Map<Shape, string[]>();
  for (const [index, shape] of shapes.entries()) {
    const [x, y] = placeOf(index, columns);
    const known = parts.get(shape) ?? [];
    known.push(draws[shape](x + middle, y + middle));
    parts.set(shape, known);
  }
  return layers.flatMap((shape) => {
    const d = parts.get(shape);
    return d ? [{ shape, d: d.join('') }] : [];
  });
}

/** The corner of a cell. */
export function placeOf(index: number, columns: number): readonly [x: number, y: number] {
  return [(index % columns) * box, Math.floor(index / columns) * box];
}

/** The cell at a point, undefined where there is none. */
export function cellAt(x: number, y: number, columns: number, count: number): number | undefined {
  const column = Math.floor(x / box);
  const index = Math.floor(y / box) * columns + column;
  return x < 0 || y < 0 || column >= columns || index >= count ? undefined : index;
}

/** The cell that a key leads to; undefined for other keys and beyond the edges. */
export function stepOf(key: string, index: number, columns: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || to < 0 || to >= count ? undefined : to;
}

/** How wide a cell with its room is on a wall screen: every device in sight, and as large as that allows; CSS pixels. */
export function wallPitch(count: number, width: number, height: number): number {
  // About two fifths of a screen is cells: the rest is the sentence, the names of the sites and of those that hurt.
  const fit = Math.sqrt((width * height * 0.4) / Math.max(1, count));
  return Math.max(box, Math.min(width * 0.05, fit));
}
