import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import type { RangeQuery, StoredFrame } from '@fettle/collector/domain/series/types';
import { aggregations } from '@fettle/shared/api/series';
import { longPatience } from '../../support/patience.ts';
import { device, dictionary, frame } from './frames.ts';
import type { Engine, Opened } from './engines.ts';
import { type History, history } from './history.ts';
import { naive } from './naive.ts';
import { type Found, range } from './read.ts';

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
const sending = fc.array(
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

const asking = fc.record({
  from: fc.integer({ min: 0, max: 9_000 }),
  length: fc.integer({ min: 0, max: 9_000 }),
  step: fc.constantFrom(undefined, 'whole' as const, 1, 7, 1_000, 2_500, 100_000),
  metrics: fc.constantFrom(['m'], ['n', 'm'], ['other']),
  agg: fc.constantFrom(...aggregations),
});

const histories = 10_000;

/** Text that differs wherever a bit does. */
const exact = (series: readonly Found[]) =>
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
      fc.asyncProperty(sending, fc.array(asking, { minLength: 4, maxLength: 8 }), async (sent, queries) => {
        // Each history has devices of its own in the same store.
        epoch++;
        const own = sent.map((one) => ({ ...one, device: `${one.device}-${epoch}` as typeof one.device }));
        const half = own.length >> 1;
        await Promise.all([store.append(own.slice(0, half)), store.append(own.slice(half))]);
        const devices = [...new Set(own.map((one) => one.device))];
        for (const { from, length, step, metrics, agg } of queries) {
          const asked = { devices, metrics, from, to: from + length, agg, maxPoints: 1e6, ...(step && { step }) };
          if (step === 1 && length > 200) asked.to = from + 200;
          expect(exact(await range(store, asked))).toEqual(exact(naive(own, asked)));
        }
      }),
      { numRuns: 150, seed: 20_261 },
    );
  });
  test(
    '10,000 small histories over hours and days: ranges equal a naive reference bit for bit',
    async () => {
      await using opened = await open();
      const all = Array.from({ length: histories }, (_, i) => history(i));
      const store = await inParts(opened, all);
      for (const { device: id, sent, queries } of all) {
        for (const query of queries) {
          const found = exact(await range(store, query));
          expect(found, `history ${id}, ${JSON.stringify(query)}`).toEqual(exact(naive(sent, query)));
        }
      }
      // Many devices at once.
      for (let first = 0; first + 40 <= histories; first += histories / 100) {
        const some = all.slice(first, first + 40);
        const query = { ...(some[0]?.queries[0] as RangeQuery), devices: some.map((one) => one.device) };
        const sent = some.flatMap((one) => one.sent);
        expect(exact(await range(store, query)), `${first}, ${JSON.stringify(query)}`).toEqual(
          exact(naive(sent, query)),
        );
      }
    },
    longPatience,
  );
}

const forEver = 400 * 365 * 86_400_000;
const plan = { raw: forEver, five: forEver, hour: forEver };

/**
 * A part of each history at a time, and all maintenance between: some frames are rolled up, some come late, some are still new. The
 * store is opened again after each: what it answers is then what it finds.
 */
async function inParts({ store: first, again }: Opened, all: readonly History[]): Promise<SeriesStore> {
  let store = first;
  const ends = [Date.UTC(2026, 10, 11, 16), Date.UTC(2026, 11, 16), null];
  for (const [part, end] of ends.entries()) {
    const cut = (sent: readonly StoredFrame[], n: number) => Math.floor((sent.length * n) / ends.length);
    const frames = all.flatMap(({ sent }) => sent.slice(cut(sent, part), cut(sent, part + 1)));
    const appending = store;
    await Promise.all(portions(frames).map((some) => appending.append(some)));
    store = await again();
    if (end === null) continue;
    // Time passes: what is new is then old enough to be put away.
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 20 * 60_000);
    while ((await store.maintain(end, plan)).more);
    vi.restoreAllMocks();
  }
  return store;
}

function portions(frames: readonly StoredFrame[]): StoredFrame[][] {
  return Array.from({ length: Math.ceil(frames.length / 2_000) }, (_, n) => frames.slice(n * 2_000, (n + 1) * 2_000));
}
