/** Stacked bars, a label each. */
import { valueAxis } from './axis.ts';
import type { Block } from './document.ts';
import { type Frame, textOf, written } from './format.ts';
import { type Ink, type Mark, type Scene, sceneBottom, sceneHeight, sceneTop } from './scene.ts';
import { gridMarks, labelsOf, spread } from './scene-parts.ts';

type Bars = Extract<Block, { kind: 'bars' }>;

/** What is told by one series alone is quiet but for the newest; of several the first is what the report is about, the last the rest. */
function inkOf(block: Bars, series: number, index: number): Ink {
  if (block.series.length === 1) return index === block.labels.length - 1 ? 'c1' : 'quiet';
  if (series === block.series.length - 1) return 'quiet';
  return (['c1', 'c2'] as const)[series] ?? 'c3';
}

/** `letters`: how many of a label fit side by side over the whole width. */
export function barsScene(block: Bars, frame: Frame, letters = 50): Scene {
  const sums = block.labels.map((_, index) => block.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const axis = valueAxis(sums, block, frame);
  const y = spread(axis);
  const slot = 1 / Math.max(1, block.labels.length);
  const marks: Mark[] = [...gridMarks(axis)];
  for (const [index] of block.labels.entries()) {
    let below = 0;
    if (block.series.every(({ values }) => (values[index] ?? null) === null)) {
      marks.push({
        kind: 'hatch',
        u: slot * (index + 0.2),
        y: sceneTop,
        wide: slot * 0.6,
        high: sceneBottom - sceneTop,
      });
    }
    for (const [series, { values }] of block.series.entries()) {
      const value = values[index] ?? 0;
      if (value === 0) continue;
      const [from, to] = [y(below), y(below + value)];
      const high = Math.max(Math.abs(from - to) - (series > 0 ? 1 : 0), 0.5);
      const ink = inkOf(block, series, index);
      marks.push({ kind: 'bar', u: slot * (index + 0.2), y: Math.min(from, to), wide: slot * 0.6, high, ink });
      below += value;
    }
  }
  marks.push(...labelsOf(block.labels, letters));
  const keys =
    block.series.length < 2
      ? []
      : block.series.map(({ name }, series) => ({ name, ink: inkOf(block, series, 0), as: 'bar' as const }));
  const labels = axis.ticks.map(({ value, label }) => ({ y: y(value), text: label }));
  return {
    height: sceneHeight,
    top: sceneTop,
    bottom: sceneBottom,
    labels,
    marks,
    keys,
    says: saysOf(block, sums, frame),
  };
}

function saysOf(block: Bars, sums: readonly number[], frame: Frame): string {
  const say = (value: number) => textOf(written(value, block, frame));
  const last = sums.length - 1;
  if (last < 0) return `${block.title}: ${block.empty}`;
  const now = `${block.labels[last] ?? ''} ${say(sums[last] ?? 0)}`;
  if (last === 0) return `${block.title}: ${now}.`;
  return `${block.title}: from ${block.labels[0] ?? ''} ${say(sums[0] ?? 0)} to ${now}, most ${say(Math.max(...sums))}.`;
}
