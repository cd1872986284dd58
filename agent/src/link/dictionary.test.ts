import { limits } from '@fettle/shared/protocol/limits';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { readFromAgent } from '@fettle/shared/protocol/read-message';
import { expect, test } from 'vitest';
import { dictionaryMessages } from './dictionary.ts';

const series = (count: number, length = 10) =>
  Array.from({ length: count }, (_, i) => ({ metric: `m${i}`, attributes: { a: 'x'.repeat(length) }, decimals: 0 }));

test('the first one is whole', () => {
  const next = { series: series(3) };
  expect(dictionaryMessages(undefined, next, 1, 0)).toEqual([
    { type: 'dictionary', id: 1, keep: 0, omitted: 0, series: next.series },
  ]);
});

test('growth costs what was added', () => {
  const all = series(4);
  const messages = dictionaryMessages({ series: all.slice(0, 3) }, { series: all }, 2, 5);
  expect(messages).toEqual([{ type: 'dictionary', id: 2, keep: 3, omitted: 5, series: [all[3]] }]);
});

test('an older, shorter one costs nothing but its length', () => {
  const all = series(4);
  expect(dictionaryMessages({ series: all }, { series: all.slice(0, 2) }, 3, 0)).toMatchObject([
    { keep: 2, series: [] },
  ]);
});

test('one of other series keeps nothing', () => {
  expect(dictionaryMessages({ series: series(2) }, { series: series(2) }, 2, 0)).toMatchObject([{ keep: 0 }]);
});

test('one that is too long for a message comes in several that fit and add up', () => {
  const next = { series: series(limits.series, 250) };
  const messages = dictionaryMessages(undefined, next, 7, 0);
  const decoder = createFrameDecoder();
  let known: unknown;
  for (const message of messages) {
    const text = JSON.stringify(message);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limits.messageBytes);
    readFromAgent(text);
    known = decoder.dictionary(message).series;
  }
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.map(({ id }) => id)).toEqual(messages.map((_, i) => 7 + i));
  expect(known).toEqual(next.series);
});
