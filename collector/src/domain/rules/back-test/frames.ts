// pure
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Column } from './columns.ts';

export function dictionaryOf(columns: readonly Column[]): Dictionary {
  const series = columns.map(({ metric, attributes }) => {
    return { metric, attributes, decimals: metricNamed(metric)?.decimals ?? 0 };
  });
  return { series };
}

/**
 * The frames that columns came from, in order of time: each time at which one of them has a point. The values are one
 * array that is filled anew for each.
 */
export function* framesOf(columns: readonly Column[]): Generator<readonly [time: number, values: Float64Array]> {
  const values = new Float64Array(columns.length);
  const next = new Int32Array(columns.length);
  for (;;) {
    let time = Number.POSITIVE_INFINITY;
    for (const [place, { times }] of columns.entries()) {
      time = Math.min(time, times[next[place] as number] ?? Number.POSITIVE_INFINITY);
    }
    if (time === Number.POSITIVE_INFINITY) return;
    let some = false;
    for (const [place, column] of columns.entries()) {
      const at = next[place] as number;
      const here = column.times[at] === time;
      const value = here ? (column.values[at] as number) : Number.NaN;
      values[place] = value;
      if (here) next[place] = at + 1;
      if (!Number.isNaN(value)) some = true;
    }
    if (some) yield [time, values];
  }
}
