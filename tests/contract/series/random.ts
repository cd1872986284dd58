import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RangeQuery, SeriesPoints, StoredFrame } from '@fettle/collector/domain/series/types';
import { aggregations } from '@fettle/shared/api/series';
import { seriesText } from '@fettle/shared/metrics/metric';
import { device, dictionary, frame } from './frames.ts';
import type { Engine } from './engines.ts';

const dictionaries = [
  dictionary('m{a=x}:2', 'n', 'm{a=y}:4'),
  dictionary('n', 'm{a=y}:4', 'm{a=x}:2', 'm'),
  dictionary(...Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? `m{a=${i}}:1` : `other{a=${i}}`)), 'm{a=x}'),
];

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1_000, max: 1_000_000 }).map((n) => n / 100) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 0, 5e-324, 2 ** 53, -(2 ** 40)) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Few devices, sequence numbers and times, so that they meet. Longer and shorter than the dictionary, too. */
const frames = fc.array(
  fc
    .record({
      device: fc.integer({ min: 1, max: 3 }).map(device),
      sequence: fc.integer({ min: 1, max: 40 }),
      time: fc.integer({ min: 0, max: 9_000 }),
      dictionary: fc.constantFrom(...dictionaries),
      values: fc.array(value, { maxLength: 8 }),
      filled: fc.boolean(),
    })
    .map(({ filled, values, ...rest }) => {
      const length = filled ? rest.dictionary.series.length : values.length;
      return frame({ ...rest, values: Array.from({ length }, (_, i) => values[i % values.length] ?? null) });
    }),
  { maxLength: 60 },
);

const query = fc.record({
  from: fc.integer({ min: 0, max: 9_000 }),
  length: fc.integer({ min: 0, max: 9_000 }),
  step: fc.constantFrom(undefined, 1, 7, 1_000, 2_500, 100_000),
  metrics: fc.constantFrom(['m'], ['n', 'm'], ['other']),
  agg: fc.constantFrom(...aggregations),
});

/** Straight from the words of the port: for each series, the samples of the range in order; for each step, its samples. */
function reference(sent: readonly StoredFrame[], { from, to, step, agg, metrics }: RangeQuery): SeriesPoints[] {
  const seen = new Set<string>();
  const samples: { id: string; series: SeriesPoints; time: number; sequence: number; value: number }[] = [];
  for (const {
    device: id,
    frame: { sequence, values },
    time,
    dictionary: { series },
  } of sent) {
    if (seen.has(`${id}/${sequence}`)) continue;
    seen.add(`${id}/${sequence}`);
    series.forEach(({ metric, attributes }, column) => {
      const found = values[column];
      if (found === undefined || Number.isNaN(found) || time < from || time >= to || !metrics.includes(metric)) return;
      const name = `${id} ${metric} ${seriesText({ metric, attributes })}`;
      samples.push({ id: name, series: { device: id, metric, attributes, points: [] }, time, sequence, value: found });
    });
  }
  samples.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
  const ids = [...new Set(samples.map(({ id }) => id))].toSorted();
  return ids.map((id) => {
    const own = samples.filter((sample) => sample.id === id);
    const points: SeriesPoints['points'] = [];
    if (step === undefined) points.push(...own.map((sample): [number, number] => [sample.time, sample.value]));
    else
      for (let start = from - (from % step); start < to; start += step)
        points.push([
          start,
          fold(
            agg,
            own.filter(({ time }) => time - (time % step) === start).map((s) => s.value),
          ),
        ]);
    return { ...(own[0]?.series as SeriesPoints), points };
  });
}

function fold(agg: RangeQuery['agg'], values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = values[0] ?? 0;
  for (const next of values.slice(1)) sum += next;
  if (agg === 'sum') return sum;
  if (agg === 'avg') return sum / values.length;
  if (agg === 'count') return values.length;
  if (agg === 'min') return Math.min(...values);
  return agg === 'max' ? Math.max(...values) : (values.at(-1) ?? null);
}

/** Text that differs wherever a bit does. */
const exact = (series: readonly SeriesPoints[]) =>
  series.map(({ device: id, metric, attributes, points }) => [
    id,
    metric,
    attributes,
    points.map(([time, number]) => `${time} ${Object.is(number, -0) ? '-0' : number}`).join(', '),
  ]);

export function randomSuite({ open }: Engine): void {
  test('random frames in random order and number: ranges equal a naive reference bit for bit', async () => {
    await using opened = await open();
    const { store } = opened;
    let epoch = 0;
    await fc.assert(
      fc.asyncProperty(frames, fc.array(query, { minLength: 4, maxLength: 8 }), async (sent, queries) => {
        // Each history has devices of its own in the same store.
        epoch++;
        const own = sent.map((one) => ({ ...one, device: `${one.device}-${epoch}` as typeof one.device }));
        const half = own.length >> 1;
        await Promise.all([store.append(own.slice(0, half)), store.append(own.slice(half))]);
        const devices = [...new Set(own.map((one) => one.device))];
        for (const { from, length, step, metrics, agg } of queries) {
          const asked = { devices, metrics, from, to: from + length, agg, maxPoints: 1e6, ...(step && { step }) };
          if (step === 1 && length > 200) asked.to = from + 200;
          expect(exact(await store.range(asked))).toEqual(exact(reference(own, asked)));
        }
      }),
      { numRuns: 150, seed: 20_261 },
    );
  });
}
