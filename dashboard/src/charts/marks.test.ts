import { expect, test } from 'vitest';
import { labelled } from './marks.ts';

const at = (place: number, width: number) => ({ at: place, width });

test('a label is said where it ends before the next mark; at the edge and beside a near neighbour it gives way', () => {
  const [first, second, near, last] = [at(10, 40), at(100, 60), at(150, 20), at(280, 40)] as const;
  expect([...labelled([last, near, second, first], 300)]).toEqual([first, near]);
});

test('a mark without words has no label', () => {
  expect(labelled([at(10, 0)], 300).size).toBe(0);
});
