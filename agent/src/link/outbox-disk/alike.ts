// pure
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { SeriesDescription } from '@fettle/shared/protocol/messages';

/**
 * The same dictionary made of the series of `known` where these say the same; `known` itself where all do. Frames that
 * share a dictionary go to the collector without naming it again.
 */
export function madeOf(known: Dictionary | undefined, read: Dictionary): Dictionary {
  if (known === undefined) return read;
  const series = read.series.map((one, column) => {
    const other = known.series[column];
    return other !== undefined && same(one, other) ? other : one;
  });
  const all = series.length === known.series.length && series.every((one, column) => one === known.series[column]);
  return all ? known : { series };
}

function same(a: SeriesDescription, b: SeriesDescription): boolean {
  if (a.metric !== b.metric || a.decimals !== b.decimals) return false;
  const names = Object.keys(a.attributes);
  return (
    names.length === Object.keys(b.attributes).length &&
    names.every((name) => a.attributes[name] === b.attributes[name])
  );
}
