/** Who asks again gets what is true by then: whatever a store keeps of its answers, it shows in none of them. */
import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import * as fc from 'fast-check';
import type { RangeQuery, StoredFrame } from '@fettle/collector/domain/series/types';
import { aggregations } from '@fettle/shared/api/series';
import { patience } from '../support/patience.ts';
import { engines } from './series/engines.ts';
import { device, dictionary, frame } from './series/frames.ts';
import { naive } from './series/naive.ts';
import { range } from './series/read.ts';

const series = dictionary('m{a=x}', 'm{a=y}', 'n', 'systemd.unit.state{a=one}');
const minute = 60_000;
const begin = Date.UTC(2026, 10, 11, 9, 30);

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -500, max: 500 }).map((n) => n / 4) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(Infinity, -Infinity, -0) },
);
/** Time goes on, now and then back; a page asks for what was lately. */
const happening = fc.record({
  device: fc.integer({ min: 1, max: 2 }),
  on: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 90_000 }) },
    fc.integer({ min: -40 * minute, max: 0 }),
  ),
  values: fc.array(value, { minLength: 3, maxLength: 3 }),
  asks: fc.array(
    fc.record({
      window: fc.integer({ min: 1, max: 60 }),
      shift: fc.constantFrom(0, 0, 0, 1, 17_000),
      step: fc.constantFrom(minute, minute, 5 * minute, 7_000),
      agg: fc.constantFrom(...aggregations),
      metrics: fc.constantFrom(['m'], ['m', 'n'], ['systemd.unit.state']),
    }),
    { maxLength: 2 },
  ),
});

/** As text, so that -0 is told from 0; null and NaN are both no value. */
const exact = (found: Awaited<ReturnType<typeof range>>) =>
  found.map(({ points, ...one }) => ({
    ...one,
    points: points.map(([time, number]) => [time, Object.is(number, -0) ? '-0' : String(number ?? Number.NaN)]),
  }));

for (const { name, open } of engines) {
  test(`${name}: asked again while frames come, early and late, it tells what a naive reference does`, async () => {
    await using opened = await open();
    const { store } = opened;
    let epoch = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 40 }), async (happenings) => {
        epoch++;
        const sent: StoredFrame[] = [];
        const devices = [device(10 * epoch + 1), device(10 * epoch + 2)];
        let time = begin;
        const shapes = happenings[0]?.asks ?? [];
        for (const [n, { device: who, on, values, asks }] of happenings.entries()) {
          const at = time + on;
          time = Math.max(time, at);
          const one = frame({
            device: devices[who - 1] as StoredFrame['device'],
            sequence: n + 1,
            time: at,
            values: [...values, n % 3],
            dictionary: series,
          });
          sent.push(one);
          await store.append([one]);
          // The same shapes again and again, as pages do.
          for (const { window, shift, step, agg, metrics } of [...shapes, ...asks]) {
            const to = Math.ceil(time / minute) * minute + shift;
            const asked: RangeQuery = { devices, metrics, from: to - window * minute, to, step, agg, maxPoints: 1e6 };
            expect(exact(await range(store, asked)), JSON.stringify(asked)).toEqual(exact(naive(sent, asked)));
          }
        }
      }),
      { numRuns: 60, seed: 12 },
    );
  });
}

test('what was given up, and what came for a time that was given up, is in no answer longer than in one that is read anew', async () => {
  const day = 24 * 60 * minute;
  const sqlite = engines.find(({ name }) => name === 'sqlite');
  if (!sqlite) throw new Error('The engine is not there.');
  await using opened = await sqlite.open();
  let store = opened.store;
  const [one, silent] = [device(1), device(2)];
  let sequence = 0;
  const send = (from: number, count: number, every: number) =>
    store.append(
      Array.from({ length: count }, (_, n) =>
        frame({ device: one, sequence: ++sequence, time: from + n * every, values: [sequence % 97] }),
      ),
    );
  const questions = (['avg', 'p95', 'count', 'rate'] as const).flatMap((agg) =>
    [5 * minute, 7 * minute].map((step) => ({
      devices: [one],
      metrics: ['m'],
      from: begin,
      to: begin + day,
      step,
      agg,
      maxPoints: 1e6,
    })),
  );
  const answers = async () => Promise.all(questions.map((asked) => range(store, asked)));
  /** Of a store that was opened again: it has nothing kept. */
  const anew = async () => {
    store = await opened.again();
    return answers();
  };
  const maintain = async (now: number, raw: number) => {
    const real = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => real() + 20 * minute);
    while ((await store.maintain(now, { raw, five: 4_000 * day, hour: 4_000 * day })).more);
    vi.restoreAllMocks();
  };

  await send(begin, 2_000, 30_000);
  const asSent = await answers();
  expect(asSent.flat()).toHaveLength(questions.length);
  await maintain(begin + 2 * day, 4_000 * day);
  expect(await answers()).toEqual(asSent);
  // Weeks later only roll-ups are left: no percentile, no rate.
  await send(begin + 30 * day, 3, minute);
  await maintain(begin + 30 * day, 2 * day);
  const rolledUp = await answers();
  expect(rolledUp.flat().length).toBeLessThan(questions.length);
  expect(rolledUp).toEqual(await anew());
  await answers();
  // One that was silent for longer has roll-ups and no newest frame.
  await store.append([frame({ device: silent, sequence: 1, time: begin, values: [5] })]);
  await maintain(begin + 60 * day, 2 * day);
  const silentAsked = { ...questions[0], devices: [silent] } as RangeQuery;
  const ofSilent = await range(store, silentAsked);
  expect(ofSilent).toHaveLength(1);
  await anew();
  expect(await range(store, silentAsked)).toEqual(ofSilent);
  await store.append([frame({ device: silent, sequence: 2, time: begin + 61 * day, values: [6] })]);
  expect(await range(store, silentAsked)).toEqual(ofSilent);
  // Late beyond that: open, then put aside, then in the roll-ups.
  await send(begin + 60 * minute, 80, 45_000);
  await answers();
  const { folder } = opened;
  await vi.waitUntil(() => readdirSync(folder ?? '').some((name) => /^late-.*\.db$/.test(name)), patience);
  await expect.poll(answers).toEqual(rolledUp);
  await maintain(begin + 30 * day + minute, 2 * day);
  const absorbed = await answers();
  expect(absorbed).not.toEqual(rolledUp);
  expect(absorbed).toEqual(await anew());
});
