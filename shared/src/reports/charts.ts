/** A block that is drawn, as a scene; and the small drawings within tables. */
import { barsScene } from './bars.ts';
import { controlScene } from './control.ts';
import type { Block } from './document.ts';
import type { Frame } from './format.ts';
import { linesScene } from './lines.ts';
import type { Point, Scene } from './scene.ts';

export type ChartBlock = Extract<Block, { kind: 'bars' | 'lines' | 'control' }>;
export const isChart = (block: Block): block is ChartBlock =>
  block.kind === 'bars' || block.kind === 'lines' || block.kind === 'control';

/** Whether there is anything to draw; if not, its `empty` stands there. */
export function hasValues(block: ChartBlock): boolean {
  const known = (value: number | null) => value !== null && Number.isFinite(value);
  if (block.kind === 'bars') return block.series.some(({ values }) => values.some(known));
  if (block.kind === 'lines') return block.lines.some(({ points }) => points.some(([, value]) => known(value)));
  return block.points.some(({ value }) => known(value));
}

/** @param letters how many letters of labels fit below it */
export function sceneOf(block: ChartBlock, frame: Frame, letters = 50): Scene {
  if (block.kind === 'bars') return barsScene(block, frame, letters);
  return block.kind === 'lines' ? linesScene(block, frame) : controlScene(block, frame, letters);
}

/** A line without axes on its own scale, 1 wide and 1 high: runs between gaps, `y` from the top. */
export function sparkRuns(values: readonly (number | null)[]): Point[][] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  const [least, largest] = [Math.min(...known), Math.max(...known)];
  const size = largest - least;
  const runs: Point[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else
      runs
        .at(-1)
        ?.push([index / Math.max(1, values.length - 1), size === 0 ? 0.5 : 0.92 - ((value - least) / size) * 0.84]);
  }
  return runs.filter((run) => run.length > 0);
}
