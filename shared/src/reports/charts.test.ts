import { describe, expect, it } from 'vitest';
import { valueAxis } from './axis.ts';
import { asTable } from './as-table.ts';
import { hasValues, sceneOf, sparkRuns } from './charts.ts';
import type { Block } from './document.ts';
import type { Mark } from './scene.ts';
import { sceneBottom, sceneTop } from './scene.ts';

const frame = { currency: 'EUR', zone: 'Europe/Berlin' };
const labels = (values: number[], how: Parameters<typeof valueAxis>[1]) =>
  valueAxis(values, how, frame).ticks.map(({ label }) => label.replaceAll('\u202f', ' '));
const of = <Kind extends Mark['kind']>(marks: readonly Mark[], kind: Kind) =>
  marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

describe('axes of reports', () => {
  it('has hairlines on figures that are round in what people read, the unit at the top one', () => {
    expect(labels([184, 262], { format: 'integer' })).toEqual(['0', '100', '200', '300']);
    expect(labels([38 * 60_000, 110 * 60_000], { format: 'duration' })).toEqual(['0', '50', '100', '150 min']);
    expect(labels([143_005], { format: 'money' })).toEqual(['0', '500', '1,000', '€ 1,500']);
    expect(labels([700 * 1_073_741_824], { format: 'bytes' })).toEqual(['0', '256', '512', '768 GiB']);
    expect(labels([1, 1], { format: 'integer' })).toEqual(['0', '1']);
    expect(labels([], { format: 'integer' }).length).toBeGreaterThan(1);
  });

  it('shows availability in its narrow range, and never more than all of it', () => {
    const axis = valueAxis([998_700, 999_990], { format: 'ppm' }, frame);
    expect(axis.low).toBeGreaterThan(990_000);
    expect(axis.high).toBe(1_000_000);
    expect(labels([998_700, 1_000_000], { format: 'ppm' }).at(-1)).toMatch(/^100(\.0+)? %$/);
  });
});

const bars: Extract<Block, { kind: 'bars' }> = {
  kind: 'bars',
  id: 'b',
  title: 'Incidents a month',
  format: 'integer',
  labels: ['Aug', 'Sep', 'Oct'],
  series: [
    { name: 'by script', values: [10, null, 30], bases: ['a', null, 'c'] },
    { name: 'by hand', values: [30, null, 30] },
  ],
  empty: 'None.',
};

describe('charts of reports', () => {
  it('stacks bars to their sum, and hatches where nothing is known', () => {
    const { marks, says, keys } = sceneOf(bars, frame);
    const drawn = of(marks, 'bar');
    expect(drawn).toHaveLength(4);
    const pixels = (value: number) => (value / 60) * (sceneBottom - sceneTop);
    expect(drawn[0]?.high).toBeCloseTo(pixels(10), 0);
    expect(drawn[3]?.y).toBeCloseTo(sceneTop, 0);
    expect(of(marks, 'hatch')).toHaveLength(1);
    expect(keys.map(({ name }) => name)).toEqual(['by script', 'by hand']);
    expect(says).toBe('Incidents a month: from Aug 40 to Oct 60, most 60.');
  });

  it('never crosses a gap with a line, and keeps within its span', () => {
    const points = [
      [0, 1],
      [1, 2],
      [2, null],
      [3, 2],
      [4, 1],
    ].map(([day, value]) => [(day ?? 0) * 86_400_000, value ?? null] as const);
    const scene = sceneOf(
      {
        kind: 'lines',
        id: 'l',
        title: 'Line',
        format: 'number',
        from: 0,
        to: 4 * 86_400_000,
        lines: [{ name: 'a', points }],
        empty: '',
      },
      frame,
    );
    expect(of(scene.marks, 'path').map((path) => path.points.length)).toEqual([2, 2]);
    const [hatch] = of(scene.marks, 'hatch');
    expect([hatch?.u, (hatch?.u ?? 0) + (hatch?.wide ?? 0)]).toEqual([0.25, 0.75]);
    for (const mark of of(scene.marks, 'path'))
      for (const [u, y] of mark.points) expect(u >= 0 && u <= 1 && y >= sceneTop && y <= sceneBottom).toBe(true);
  });

  it('tints the side of a limit that hurts: above, but of availability below', () => {
    const limit = (format: 'ppm' | 'number', value: number) =>
      of(
        sceneOf(
          {
            kind: 'lines',
            id: 'l',
            title: 'x',
            format,
            from: 0,
            to: 1,
            lines: [
              {
                name: 'a',
                points: [
                  [0, value * 0.999],
                  [1, value],
                ],
              },
            ],
            limits: [{ value, words: 'limit', state: 'warning' }],
            empty: '',
          },
          frame,
        ).marks,
        'bar',
      )[0];
    expect(limit('number', 90)?.y).toBe(sceneTop);
    const below = limit('ppm', 999_000);
    expect((below?.y ?? 0) + (below?.high ?? 0)).toBe(sceneBottom);
  });

  it('marks what a rule picked, by the number of the rule', () => {
    const point = (day: string, value: number | null, rules: number[] = []) => ({ day, value, rules });
    const scene = sceneOf(
      {
        kind: 'control',
        id: 'c',
        title: 'Days',
        format: 'integer',
        points: [point('2026-10-01', 4), point('2026-10-02', null), point('2026-10-03', 19, [1])],
        centre: 6,
        lower: 0,
        upper: 14,
        words: '',
        empty: '',
      },
      frame,
    );
    expect(of(scene.marks, 'dot').filter(({ hurt }) => hurt)).toHaveLength(1);
    expect(of(scene.marks, 'text').map(({ text }) => text.trim())).toContain('rule 1');
    expect(of(scene.marks, 'text').map(({ text }) => text)).toContain('3 Oct');
  });

  it('is empty where nothing is known, and a table where somebody reads', () => {
    expect(hasValues({ ...bars, series: [{ name: 'a', values: [null, null] }] })).toBe(false);
    const { columns, rows } = asTable(bars);
    expect(columns.map(({ title }) => title)).toEqual(['Label', 'by script', 'by hand']);
    expect(rows[0]).toEqual([{ value: 'Aug' }, { value: 10, basis: 'a' }, { value: 30 }]);
    expect(rows[1]?.[1]).toEqual({ value: null });
  });

  it('draws a small line between gaps, a flat one in the middle', () => {
    expect(sparkRuns([1, 2, null, 3]).map((run) => run.length)).toEqual([2, 1]);
    expect(sparkRuns([5, 5])).toEqual([
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ]);
    expect(sparkRuns([null, null])).toEqual([]);
  });
});
