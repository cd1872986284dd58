// pure
import type { Limits } from './limits.ts';
import type { Panel } from './panels.ts';
import { type Axis, axisOf } from './value-ticks.ts';

/** A line of a chart, in as much as it needs room. */
interface Drawn {
  readonly points: readonly { readonly y: number }[];
}

/** The lowest and the highest value drawn; zeros when none is. */
function reach(lines: readonly Drawn[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { points } of lines) {
    for (const { y } of points) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return low > high ? [0, 0] : [low, high];
}

function narrowAxis({ unit }: Panel, lines: readonly Drawn[], { levels }: Limits): Axis {
  const all = [...reach(lines), ...levels.map(({ value }) => value)];
  return axisOf(Math.min(...all), Math.max(...all), { unit, fromZero: false });
}

/** The axis of a chart: from zero as the catalogue says, or as `narrow` as values and limits are. */
export function axisFor(panel: Panel, lines: readonly Drawn[], limits: Limits, narrow: boolean): Axis {
  const { chart, metric, unit } = panel;
  if (narrow && chart.form !== 'stack' && chart.form !== 'mirror') return narrowAxis(panel, lines, limits);
  const alsoShow = unit === '1' ? undefined : limits.levels[0]?.value;
  const [low, bare] = reach(lines);
  let high = bare;
  // A limit that is near enough to matter is kept in sight.
  if (alsoShow !== undefined && high > alsoShow * 0.7) high = Math.max(high, alsoShow);
  const share = metric.unit === '1' && high <= 1 && low >= 0 && chart.form !== 'mirror';
  const max = chart.max ?? (share && high > 0.5 ? 1 : undefined);
  const { fromZero } = chart;
  return axisOf(low, high, {
    unit,
    mirror: chart.form === 'mirror',
    ...(max === undefined ? {} : { max }),
    ...(fromZero === undefined ? {} : { fromZero }),
  });
}
