/** Lines over time, with limits, the band of a forecast, and gaps where no data came. */
import { valueAxis } from './axis.ts';
import type { Block } from './document.ts';
import { type Frame, textOf, written } from './format.ts';
import {
  dashes,
  type Ink,
  type Key,
  type Mark,
  type Point,
  type Scene,
  sceneBottom,
  sceneHeight,
  seriesInks,
  sceneTop,
} from './scene.ts';
import { gridMarks, spread, timeMarks } from './scene-parts.ts';

type Lines = Extract<Block, { kind: 'lines' }>;
type Place = (time: number, value: number) => Point;
const round = (n: number) => Math.round(n * 1e4) / 1e4;

export function linesScene(block: Lines, frame: Frame): Scene {
  const values = block.lines.flatMap(({ points }) => points.flatMap(([, value]) => (value === null ? [] : [value])));
  const others = [
    ...(block.limits ?? []).map(({ value }) => value),
    ...(block.band ?? []).flatMap(([, low, high]) => [low, high]),
  ];
  const axis = valueAxis([...values, ...others], block, frame);
  const y = spread(axis);
  const span = Math.max(1, block.to - block.from);
  const place: Place = (time, value) => [round(Math.min(1, Math.max(0, (time - block.from) / span))), y(value)];
  const marks: Mark[] = [
    ...gridMarks(axis),
    ...limitMarks(block, y),
    ...bandMarks(block, place),
    ...block.lines.flatMap((line, index) => lineMarks(line, index, block, place)),
    ...limitWords(block, y),
    ...timeMarks(block.from, block.to, frame),
  ];
  const keys =
    block.lines.length < 2
      ? []
      : block.lines.map(({ name, dash }, index): Key => ({ name, as: 'line', ...styleOf(index, dash) }));
  const labels = axis.ticks.map(({ value, label }) => ({ y: y(value), text: label }));
  return { height: sceneHeight, top: sceneTop, bottom: sceneBottom, labels, marks, keys, says: saysOf(block, frame) };
}

/** An earlier period is dashed and grey; the rest in the series' colours. */
function styleOf(index: number, dash = false): { ink: Ink; dash?: readonly number[] } {
  if (dash) return { ink: 'ink-3', dash: [3, 3] };
  return { ink: seriesInks[index % seriesInks.length] ?? 'c1' };
}

/** The side that hurts is tinted: above, but of availability below. */
function limitMarks({ limits = [], format }: Lines, y: (value: number) => number): Mark[] {
  return limits.flatMap(({ value, state }): Mark[] => {
    const at = y(value);
    const [from, to] = format === 'ppm' ? [at, sceneBottom] : [sceneTop, at];
    return [
      { kind: 'bar', u: 0, y: from, wide: 1, high: Math.max(0, to - from), ink: state, opacity: 0.07 },
      { kind: 'rule', from: [0, at], to: [1, at], ink: state, width: 1 },
    ];
  });
}

/** Their words, over everything: above the line, unless there is no room; then below. */
function limitWords({ limits = [] }: Lines, y: (value: number) => number): Mark[] {
  return limits.map(({ value, words, state }): Mark => {
    const at = y(value);
    const ground = at - sceneTop < 14 ? at + 11 : at - 4;
    return { kind: 'text', at: [0.01, ground], text: words, anchor: 'start', ink: state, strong: true };
  });
}

function bandMarks({ band = [] }: Lines, place: Place): Mark[] {
  if (band.length < 2) return [];
  const highs = band.map(([time, , high]) => place(time, high));
  const lows = band.map(([time, low]) => place(time, low)).toReversed();
  return [{ kind: 'area', points: [...highs, ...lows], ink: 'c1', opacity: 0.13 }];
}

function lineMarks({ points, dash }: Lines['lines'][number], index: number, block: Lines, place: Place): Mark[] {
  const runs: Point[][] = [[]];
  const gaps: Mark[] = [];
  for (const [at, [time, value]] of points.entries()) {
    if (value !== null && Number.isFinite(value)) {
      runs.at(-1)?.push(place(time, value));
      continue;
    }
    if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
    const [from, to] = [points[at - 1]?.[0] ?? time, points[at + 1]?.[0] ?? block.to];
    const [left] = place(from, 0);
    // The gaps of the first line are those of the chart.
    if (index === 0)
      gaps.push({ kind: 'hatch', u: left, y: sceneTop, wide: place(to, 0)[0] - left, high: sceneBottom - sceneTop });
  }
  const drawn = runs.filter((run) => run.length > 0);
  const style = styleOf(index, dash);
  const width = dash === true ? 1 : 1.5;
  return [
    ...merged(gaps),
    ...drawn.map((run): Mark => {
      const [only] = run;
      if (run.length === 1 && only) return { kind: 'dot', at: only, ink: style.ink, hurt: false };
      return { kind: 'path', points: run, width, series: index % dashes.length, ...style };
    }),
  ];
}

/** Gaps that touch are one. */
function merged(gaps: readonly Mark[]): Mark[] {
  const all: Extract<Mark, { kind: 'hatch' }>[] = [];
  for (const one of gaps) {
    if (one.kind !== 'hatch') continue;
    const before = all.at(-1);
    if (before && one.u <= before.u + before.wide + 1e-6)
      all[all.length - 1] = { ...before, wide: one.u + one.wide - before.u };
    else all.push(one);
  }
  return all;
}

function saysOf(block: Lines, frame: Frame): string {
  const parts = block.lines.map(({ name, points }) => {
    const known = points.flatMap(([, value]) => (value === null ? [] : [value]));
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return `${name} has no data`;
    return `${name} went from ${textOf(written(first, block, frame))} to ${textOf(written(last, block, frame))}`;
  });
  return `${block.title}: ${parts.length === 0 ? block.empty : parts.join(', ')}.`;
}
