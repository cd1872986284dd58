import { expect, test } from 'vitest';
import { textOf } from '../parts/piece.ts';
import { piecesOf } from './overall-words.ts';

const counts = { critical: 1, warning: 0, unacknowledged: 1 };
// Only what the sentence reads.
const worst = { id: 'i1', deviceName: 'ber-db-02', severity: 'critical' } as NonNullable<
  Parameters<typeof piecesOf>[0]['worst']
>;

test('the device that hurts most is named with its shape and leads to its incident', () => {
  const pieces = piecesOf({ ...counts, worst, words: 'ber-db-02: /var is full.', quieter: 'Two can wait.' });
  expect(textOf(pieces)).toBe('ber-db-02: /var is full. Two can wait.');
  expect(pieces[0]).toEqual({ text: 'ber-db-02', shape: 'critical', href: '/incidents/i1' });
  expect(pieces.at(-1)?.lesser).toBe(true);
});

test('a sentence that does not name it leads there as a whole', () => {
  const [first] = piecesOf({ ...counts, worst, words: 'Gdańsk is cut off.', quieter: '' });
  expect(first).toMatchObject({ shape: 'critical', href: '/incidents/i1' });
});

test('in order: no shape', () => {
  expect(piecesOf({ ...counts, worst: null, words: 'Everything is in order.', quieter: '' })).toEqual([
    { text: 'Everything is in order. ' },
  ]);
});
