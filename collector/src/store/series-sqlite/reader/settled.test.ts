import { expect, test } from 'vitest';
import { Lru } from './lru.ts';
import type { AskedDevice, FoundSeries } from './messages.ts';
import { Question } from './question.ts';
import { type Settled, SettledSteps } from './settled.ts';

const step = 10;
const device = (until: number, late = 0): AskedDevice => ({ device: 1, late, until, stored: 0, open: null });
const questionOf = (from: number, to: number) =>
  new Question({
    type: 'range',
    id: 1,
    devices: { numbers: new Float64Array(), open: new Uint8Array() },
    series: Int32Array.of(7),
    aggs: ['avg'],
    from,
    to,
    step,
    maxPoints: 1e6,
    budgetMs: 1e6,
    form: null,
  });
/** What reading a part would find: the number of each step. */
function read([from, to]: readonly [number, number]): FoundSeries[] {
  const first = Math.floor(from / step);
  const values = Float64Array.from({ length: Math.ceil(to / step) - first }, (_, n) => first + n);
  return [{ device: 1, series: 7, times: new Float64Array(), values }];
}
const stepsOf = (found: readonly FoundSeries[]) => found.map(({ values }) => [...values]);

/** Asks as the reader does; `meanwhile` is between the look and the answer. */
function ask(kept: Lru<Settled>, from: number, to: number, asked: AskedDevice, meanwhile = () => {}) {
  const settled = SettledSteps.of(questionOf(from, to), kept);
  if (settled === null) throw new Error('nothing is kept of it');
  const reading = settled.readingOf(asked);
  meanwhile();
  const parts = reading.unread.map((within) => ({ within, found: read(within) }));
  return { unread: reading.unread, steps: stepsOf(settled.answer(reading, parts, true)) };
}

test('what ended before the newest frame is read once, the rest again when a frame came', () => {
  const kept = new Lru<Settled>(1e6);
  expect(ask(kept, 0, 50, device(34)).unread).toEqual([[0, 50]]);
  expect(ask(kept, 0, 50, device(34))).toEqual({ unread: [], steps: [[0, 1, 2, 3, 4]] });
  expect(ask(kept, 0, 50, device(41))).toEqual({ unread: [[30, 50]], steps: [[0, 1, 2, 3, 4]] });
  expect(ask(kept, 15, 65, device(58))).toEqual({
    unread: [
      [15, 20],
      [40, 65],
    ],
    steps: [[1, 2, 3, 4, 5, 6]],
  });
  expect(ask(kept, 0, 50, device(58, 1)).unread).toEqual([[0, 50]]);
});

test('an answer is whole whatever others keep, or make go, while it is read', () => {
  for (const meanwhile of [
    (kept: Lru<Settled>) => void ask(kept, 0, 50, device(60, 1)),
    (kept: Lru<Settled>) => void ask(kept, 20, 80, device(75)),
    (kept: Lru<Settled>) => kept.set('other', { late: 0, until: 0, from: 0, to: 0, series: new Map() }, 1e6),
  ]) {
    const kept = new Lru<Settled>(1e6);
    ask(kept, 0, 50, device(45));
    expect(ask(kept, 0, 50, device(49), () => meanwhile(kept))).toEqual({
      unread: [[40, 50]],
      steps: [[0, 1, 2, 3, 4]],
    });
  }
});
