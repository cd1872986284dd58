import { expect, test } from 'vitest';
import { sharedDictionary } from './shared-dictionary.ts';

const of = (...metrics: string[]) => ({
  series: metrics.map((metric) => ({ metric, attributes: { of: metric }, decimals: 2 })),
});

test('the same series are the same object, whatever connection they came by', () => {
  const first = sharedDictionary(of('a', 'b'));
  expect(sharedDictionary(of('a', 'b'))).toBe(first);
  expect(sharedDictionary(of('b', 'a'))).not.toBe(first);
  expect(sharedDictionary(of('b', 'a'))).toEqual(of('b', 'a'));
});
