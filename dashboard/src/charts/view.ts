// pure
import { span as spanWords } from '../format/time.ts';
import { axisFor } from './axis.ts';
import { common, type Drawn, type Point, type Span, withGaps } from './gaps.ts';
import { describedLimits, type Limit, type Limits } from './limits.ts';
import type { Panel, PanelLine } from './panels.ts';
import { type Ranked, rank } from './rank.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import type { Axis } from './value-ticks.ts';

/** A colour of the look: five for lines, one for the others together, one for the earlier period. */
export type Tone = 1 | 2 | 3 | 4 | 5 | 'rest' | 'earlier';

export interface Band {
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

export interface ViewLine {
  readonly key: string;
  readonly tone: Tone;
  readonly fill: 'none' | 'soft' | 'solid';
  /** Only its filling is seen. */
  readonly bare?: boolean;
  /** Of an earlier period. */
  readonly dashed?: boolean;
  /** Down to the line before it (parts of a whole, a band), else to zero. */
  readonly onto: 'zero' | 'before';
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface ViewKey {
  readonly key: string;
  readonly tone: Tone;
  readonly label: string;
  /** Values by time, to be read at the cross-hair; below the zero line without their sign. */
  readonly points: readonly Point[];
}

/** Missing data, and what is known of it. */
export interface Gap extends Span {
  readonly words: string;
}

/** Everything that one chart shows; drawing it needs no more knowledge. */
export interface ChartView {
  readonly span: Span;
  readonly axis: Axis;
  readonly times: readonly TimeTick[];
  readonly lines: readonly ViewLine[];
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
  readonly below: boolean;
  readonly windows: readonly Span[];
  readonly keys: readonly ViewKey[];
  /** How many lines have no name of their own. */
  readonly more: number;
  /** The one value of the chart, where there is one: the whole of a stack, or its only line. */
  readonly whole: readonly Point[] | undefined;
  readonly ranked: Ranked;
  /** How far apart points usually are, for `valueAt`. */
  readonly least: number;
  readonly unit: string;
  readonly decimals: number;
}

export interface ViewInput {
  readonly panel: Panel;
  readonly span: Span;
  /** The usual spacing of points: the step, or the interval where that is longer. */
  readonly least: number;
  readonly endsNow: boolean;
  /** How many labels fit below. */
  readonly room: number;
  readonly pointsOf: (key: string) => readonly Point[];
  /** The earlier period's points at the times of this one; undefined: none is compared. */
  readonly earlierOf?: ((key: string) => readonly Point[]) | undefined;
  /** Also of charts with several lines: each named one with its own earlier line. */
  readonly eachEarlier?: boolean | undefined;
  /** The lowest and highest samples in each step, where steps hold several and it is known. */
  readonly bandOf?: ((key: string) => Band | undefined) | undefined;
  /** Why data are missing; empty when nobody knows. */
  readonly reasonOf?: ((gap: Span) => string) | undefined;
  /** Absent: those of the catalogue. */
  readonly limits?: Limits | undefined;
  readonly windows?: readonly Span[] | undefined;
  /** The axis holds just the values and their limits: for what never leaves a narrow range. */
  readonly narrow?: boolean | undefined;
  readonly before?: Ranked | undefined;
}

const tones = [1, 2, 3, 4, 5] as const;
const toneAt = (place: number): Tone => tones[place] ?? 'rest';
const turned = (points: readonly Point[], down: boolean): readonly Point[] =>
  down ? points.map(([time, value]) => [time, value === null ? null : -value] as const) : points;

/** The sum of several series at each time at which one of them has a value. */
export function summed(all: readonly (readonly Point[])[]): Point[] {
  const sums = new Map<number, number>();
  for (const points of all) {
    for (const [time, value] of points) if (value !== null) sums.set(time, (sums.get(time) ?? 0) + value);
  }
  return [...sums].toSorted(([a], [b]) => a - b);
}

/** What a chart shows. Pure. */
export function viewOf(input: ViewInput): ChartView {
  const { panel, span, endsNow, room } = input;
  const ranked = rank(
    panel.lines.map(({ key }) => key),
    input.pointsOf,
    { bySize: panel.chart.form === 'stack', before: input.before?.named },
  );
  const drawn = panel.chart.form === 'stack' ? stacked(input, ranked) : separate(input, ranked);
  const lines = [...drawn.lines, ...earlierLines(input, ranked)];
  const { unit } = panel;
  const limits = input.limits ?? describedLimits(panel);
  const keys = keysOf(input, ranked);
  return {
    span,
    axis: axisFor(panel, lines, limits, input.narrow ?? false),
    times: timeTicks(span.from, span.to, room, endsNow),
    lines,
    gaps: drawn.gaps.map((gap) => ({ ...gap, words: gapWords(gap, input.reasonOf?.(gap) ?? '') })),
    limits: limits.levels,
    below: limits.below,
    windows: input.windows ?? [],
    keys,
    more: ranked.rest.length,
    whole: wholeOf(input, keys),
    ranked,
    least: input.least,
    unit,
    decimals: panel.metric.decimals,
  };
}

const gapWords = ({ from, to }: Span, reason: string) =>
  `no data for ${spanWords(to - from)}${reason === '' ? '' : `: ${reason}`}`;

const lineOf = (panel: Panel, key: string): PanelLine | undefined => panel.lines.find((line) => line.key === key);

/** One line a series; those without a name first, so that the named ones lie above. */
function separate(input: ViewInput, ranked: Ranked) {
  const { panel, span, least, pointsOf } = input;
  const { form } = panel.chart;
  const filled = form === 'area' || form === 'mirror' || (panel.lines.length === 1 && panel.metric.unit === 'By');
  const band = panel.lines.length === 1 ? bandLines(input, ranked.named[0] ?? '') : [];
  const all = [...ranked.rest, ...ranked.named].map((key) => {
    const { line, gaps } = withGaps(turned(pointsOf(key), lineOf(panel, key)?.down ?? false), span, least);
    const tone = toneAt(ranked.named.includes(key) ? ranked.named.indexOf(key) : tones.length);
    const soft = filled && tone !== 'rest' && band.length === 0;
    const view: ViewLine = { key, tone, fill: soft ? 'soft' : 'none', onto: 'zero', points: line };
    return { view, gaps };
  });
  return { lines: [...band, ...all.map(({ view }) => view)], gaps: common(all.map(({ gaps }) => gaps)) };
}

/** What an average hides: a band from the lowest to the highest sample of each step. */
function bandLines({ span, least, bandOf }: ViewInput, key: string): ViewLine[] {
  const band = bandOf?.(key);
  if (!band) return [];
  const line = (points: readonly Point[]) => withGaps(points, span, least).line;
  return [
    { key: `${key} low`, tone: 1, fill: 'none', bare: true, onto: 'zero', points: line(band.low) },
    { key: `${key} high`, tone: 1, fill: 'soft', bare: true, onto: 'before', points: line(band.high) },
  ];
}

/** Parts of a whole, one on the other, those without a name as one part on top. */
function stacked({ span, least, pointsOf }: ViewInput, ranked: Ranked) {
  const parts = ranked.named.map((key, place) => ({ key, tone: toneAt(place), points: pointsOf(key) }));
  if (ranked.rest.length > 0) parts.push({ key: 'rest', tone: 'rest', points: summed(ranked.rest.map(pointsOf)) });
  const whole: Drawn = withGaps(summed(parts.map(({ points }) => points)), span, least);
  let below = new Map<number, number>();
  const lines = parts.map(({ key, tone, points }, place): ViewLine => {
    const mine = new Map(points);
    const top = new Map<number, number>();
    const drawn = whole.line.map(({ x, y }) => {
      if (Number.isNaN(y)) return { x, y };
      const sum = (below.get(x) ?? 0) + (mine.get(x) ?? 0);
      top.set(x, sum);
      return { x, y: sum };
    });
    below = top;
    return { key, tone, fill: 'solid', onto: place === 0 ? 'zero' : 'before', points: drawn };
  });
  return { lines, gaps: whole.gaps };
}

/** The whole in the earlier period, the only line of it, or each named one where that is wanted. */
function earlierLines(input: ViewInput, ranked: Ranked): ViewLine[] {
  const { panel, span, least, earlierOf, eachEarlier = false } = input;
  if (!earlierOf) return [];
  const drawn = (key: string, tone: Tone, points: readonly Point[]): ViewLine => {
    const { line } = withGaps(points, span, least);
    return { key, tone, fill: 'none', onto: 'zero', dashed: true, points: line };
  };
  const up = panel.lines.filter(({ down }) => !down);
  if (panel.chart.form === 'stack' || up.length === 1) {
    return [drawn('earlier', 'earlier', summed(up.map(({ key }) => earlierOf(key))))];
  }
  if (!eachEarlier) return [];
  return ranked.named.map((key, place) =>
    drawn(`earlier ${key}`, toneAt(place), turned(earlierOf(key), lineOf(panel, key)?.down ?? false)),
  );
}

function keysOf({ panel, pointsOf }: ViewInput, ranked: Ranked): ViewKey[] {
  if (panel.lines.length === 1 && panel.lines[0]?.label === '') return [];
  return ranked.named.map((key, place) => ({
    key,
    tone: toneAt(place),
    label: lineOf(panel, key)?.label ?? '',
    points: pointsOf(key),
  }));
}

function wholeOf({ panel, pointsOf }: ViewInput, keys: readonly ViewKey[]): readonly Point[] | undefined {
  if (panel.chart.form === 'stack') return summed(panel.lines.map(({ key }) => pointsOf(key)));
  const [only] = panel.lines;
  return panel.lines.length === 1 && only ? (keys[0]?.points ?? pointsOf(only.key)) : undefined;
}

/** The value at a time: of the point at or before it, if that is near enough. */
export function valueAt(points: readonly Point[], time: number, least: number): number | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((points[middle]?.[0] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  for (let index = low; index >= 0; index--) {
    const point = points[index];
    if (!point || time - point[0] > 3 * least || point[0] > time + least) return undefined;
    if (point[1] !== null) return point[1];
  }
  return undefined;
}
