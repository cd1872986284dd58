/** The individuals chart: figures by day, centre line and limits, and which of them a rule of Nelson picked. */
import { valueAxis } from './axis.ts';
import type { Block } from './document.ts';
import { type Frame, textOf, written } from './format.ts';
import { type Mark, type Point, type Scene, sceneBottom, sceneHeight, sceneTop } from './scene.ts';
import { gridMarks, labelsOf, spread } from './scene-parts.ts';

type Control = Extract<Block, { kind: 'control' }>;

export function controlScene(block: Control, frame: Frame, letters = 50): Scene {
  const { points, centre, lower, upper } = block;
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const lines = [centre, lower, upper].filter((value) => value !== null);
  const axis = valueAxis([...known, ...lines], block, frame);
  const y = spread(axis);
  const slot = 1 / Math.max(1, points.length);
  const place = (index: number, value: number): Point => [Math.round(slot * (index + 0.5) * 1e4) / 1e4, y(value)];
  const marks: Mark[] = [...gridMarks(axis)];
  marks.push(...limitMarks(block, y));
  marks.push(...runsOf(points, place), ...dotsOf(points, place, letters));
  const days = points.map(({ day }) => dayWords(day));
  marks.push(...labelsOf(days, letters));
  const labels = axis.ticks.map(({ value, label }) => ({ y: y(value), text: label }));
  const picked = points.filter(({ rules }) => rules.length > 0).length;
  const say = (value: number | null) => (value === null ? 'no data' : textOf(written(value, block, frame)));
  const says = `${block.title}: ${points.length} days around ${say(centre)}, limits ${say(lower)} and ${say(upper)}; ${picked} picked by a rule.`;
  return { height: sceneHeight, top: sceneTop, bottom: sceneBottom, labels, marks, keys: [], says };
}

/** Centre and limits with their names, as far as these do not lie on one another. */
function limitMarks({ centre, lower, upper }: Control, y: (value: number) => number): Mark[] {
  const marks: Mark[] = [];
  for (const [value, word, strong] of [
    [upper, 'upper limit', false],
    [centre, 'centre', true],
    [lower, 'lower limit', false],
  ] as const) {
    if (value === null) continue;
    const at = y(value);
    marks.push({
      kind: 'rule',
      from: [0, at],
      to: [1, at],
      ink: 'ink-2',
      width: 1,
      ...(strong ? {} : { dash: [4, 3] }),
    });
    const isNear = centre !== null && value !== centre && Math.abs(y(centre) - at) < 11;
    if (strong && [upper, lower].some((one) => one !== null && Math.abs(y(one) - at) < 11)) continue;
    const below = isNear && value === lower;
    marks.push({ kind: 'text', at: [0.005, below ? at + 9 : at - 3], text: word, anchor: 'start', ink: 'ink-3' });
  }
  return marks;
}

function runsOf(points: Control['points'], place: (index: number, value: number) => Point): Mark[] {
  const runs: Point[][] = [[]];
  for (const [index, { value }] of points.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(place(index, value));
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => ({ kind: 'path', points: run, ink: 'c1', width: 1.25, series: 0 }));
}

/** The first of the days that a rule picked in a row is named by it; where names would lie on one another the first is kept. */
function dotsOf(points: Control['points'], place: (index: number, value: number) => Point, letters: number): Mark[] {
  let named = 0;
  return points.flatMap(({ value, rules }, index): Mark[] => {
    if (value === null) return [];
    const hurt = rules.length > 0;
    const at = place(index, value);
    const dot: Mark = { kind: 'dot', at, ink: hurt ? 'critical' : 'c1', hurt };
    if (!hurt) return [dot];
    const words = `rule ${rules.join(', ')}`;
    const wide = (words.length + 3) / Math.min(letters, 90);
    const goesOn = (points[index - 1]?.rules.length ?? 0) > 0;
    const late = at[0] > 0.9;
    const [from, to] = late ? [at[0] - wide, at[0]] : [at[0], at[0] + wide];
    if (goesOn || from < named) return [dot];
    named = to;
    // Beside its point, above those that follow.
    const above = (points[index + 1]?.rules.length ?? 0) > 0 ? 6 : -3;
    const text = late ? `${words}\u00a0\u00a0` : `\u00a0\u00a0${words}`;
    return [
      dot,
      { kind: 'text', at: [at[0], at[1] - above], text, anchor: late ? 'end' : 'start', ink: 'critical', strong: true },
    ];
  });
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-10-01` as `1 Oct`; anything else as it is. */
function dayWords(day: string): string {
  const [, month, date] = /^\d{4}-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return month === undefined || date === undefined ? day : `${Number(date)} ${months[Number(month) - 1] ?? ''}`;
}
