import { expect, test } from 'vitest';
import { type Grid, gridOf, History } from './history.ts';

const step = 10;
const span = 100;
const attributesOf = (name: string) => ({ name });

interface Sample {
  readonly name: string;
  readonly time: number;
}

/** What a store would say of [from, to): how many samples each step has; nothing of series without any. */
function read(samples: readonly Sample[], from: number, to: number) {
  const { first, count, times } = gridOf(step, from, to);
  return ['a', 'b'].flatMap((name) => {
    const own = samples.filter((one) => one.name === name && one.time >= from && one.time < to);
    if (own.length === 0) return [];
    const values = new Float64Array(count).fill(Number.NaN);
    for (const { time } of own) {
      const place = Math.floor(time / step) - first;
      values[place] = (Number.isNaN(values[place]) ? 0 : (values[place] ?? 0)) + 1;
    }
    return [{ attributes: attributesOf(name), times, values }];
  });
}

const whole = (samples: readonly Sample[], { first }: Grid, to: number) =>
  read(samples, first * step, to).map(({ attributes, values }) => ({ attributes, values }));

/** Whole numbers below a limit, the same for the same seed (D. H. Lehmer’s generator). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

const sorted = (pasts: Iterable<{ readonly attributes: object }>) =>
  [...pasts].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('what is kept from look to look is what a whole reading gives, however late samples come', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomOf(seed);
    const history = new History();
    const samples: Sample[] = [];
    let [now, touched] = [1_000, Number.POSITIVE_INFINITY];
    for (let turn = 0; turn < 20; turn++) {
      now += 1 + random(60);
      for (let come = random(6); come > 0; come--) {
        const time = now - 1 - random(150);
        samples.push({ name: random(2) === 0 ? 'a' : 'b', time });
        touched = Math.min(touched, time);
      }
      const grid = gridOf(step, now - span, now);
      const from = history.from(grid, touched);
      touched = Number.POSITIVE_INFINITY;
      history.begin(grid, from);
      for (const one of read(samples, from, now)) history.put(one);
      expect(sorted(history.series), `seed ${seed}, turn ${turn}`).toEqual(sorted(whole(samples, grid, now)));
    }
  }
});

test('while nothing comes late only the step of before and what followed it are read', () => {
  const history = new History();
  const grid = gridOf(step, 0, 105);
  expect(history.from(grid, Number.POSITIVE_INFINITY)).toBe(0);
  history.begin(grid, 0);
  history.put({ attributes: {}, times: grid.times, values: grid.times });
  expect(history.from(gridOf(step, 20, 125), Number.POSITIVE_INFINITY)).toBe(100);
  expect(history.from(gridOf(step, 20, 125), 57)).toBe(50);
  expect(history.from(gridOf(step, 20, 125), 3)).toBe(20);
});

test('another length of steps begins anew, and what no sample is left of is gone', () => {
  const history = new History();
  const grid = gridOf(step, 0, 100);
  history.begin(grid, 0);
  history.put({ attributes: {}, times: Float64Array.of(0), values: Float64Array.of(1) });
  expect([...history.series]).toHaveLength(1);
  expect(history.from(gridOf(2 * step, 0, 120), Number.POSITIVE_INFINITY)).toBe(0);
  history.begin(gridOf(step, 10, 110), 90);
  expect([...history.series]).toEqual([]);
});
