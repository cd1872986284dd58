// pure
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Condition } from '@fettle/shared/rules/rule';
import { instanceText } from '@fettle/shared/rules/where';
import type { SeriesPoints } from '../../series/index.ts';
import { needKey, needsOf } from './needs.ts';

/** One series of a device as a rule sees it. NaN: nothing was there. */
export interface Column {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** What was read of one device, by need. */
export type Read = ReadonlyMap<string, readonly SeriesPoints[]>;

/** The columns of a condition. @param stepped the points are steps, of which the worst was asked for */
export function columnsOf(when: Condition, read: Read, stepped: boolean): Column[] {
  const found = needsOf(when).map((need) => read.get(needKey(need)) ?? []);
  if (!stepped) return uniqueSeries(found.flat());
  if (when.kind === 'state') return worstStates(when, found.flat());
  if (when.kind === 'value' && when.is === 'outside') return furthest(when, found[0] ?? [], found[1] ?? []);
  return found.flat();
}

/** Raw samples are the same for each aggregation that was asked for. */
function uniqueSeries(series: readonly SeriesPoints[]): Column[] {
  return [...new Map(series.map((one) => [`${one.metric} ${instanceText(one.attributes)}`, one])).values()];
}

/** Of each step the value that lies further from the middle of the band: the highest or the lowest. */
function furthest(
  { levels }: Extract<Condition, { kind: 'value' }>,
  highest: readonly SeriesPoints[],
  lowest: readonly SeriesPoints[],
): Column[] {
  const [bottom, top] = [(levels.warning ?? levels.critical)?.limit ?? 0].flat();
  const middle = ((bottom ?? 0) + (top ?? bottom ?? 0)) / 2;
  const low = new Map(lowest.map((one) => [instanceText(one.attributes), one.values]));
  return highest.map((one) => {
    const least = low.get(instanceText(one.attributes)) ?? one.values;
    const values = one.values.map((high, at) => {
      const other = least[at] ?? Number.NaN;
      return high - middle >= middle - other ? high : other;
    });
    return { ...one, values };
  });
}

/**
 * Times by state become one column: in each step the state that hurts most of those that stood for any time, else
 * the one that stood longest.
 */
function worstStates(when: Extract<Condition, { kind: 'state' }>, series: readonly SeriesPoints[]): Column[] {
  const words = metricNamed(when.metric)?.states ?? [];
  const hurts = (word: string) =>
    when.states.critical?.includes(word) ? 2 : when.states.warning?.includes(word) ? 1 : 0;
  const base = ({ state: _state, ...attributes }: Attributes) => attributes;
  const groups = Map.groupBy(series, ({ attributes }) => instanceText(base(attributes)));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const states = own.map(({ attributes, values }) => {
      const word = attributes['state'] ?? '';
      return { index: words.indexOf(word), hurt: hurts(word), values };
    });
    const values = first.times.map((_, at) => {
      let [best, rank, longest] = [Number.NaN, -1, 0];
      for (const { index, hurt, values: seconds } of states) {
        const time = seconds[at] ?? 0;
        if (!(time > 0) || hurt < rank || (hurt === rank && time <= longest)) continue;
        [best, rank, longest] = [index, hurt, time];
      }
      return best;
    });
    return [{ metric: first.metric, attributes: base(first.attributes), times: first.times, values }];
  });
}
