import { expect, test } from 'vitest';
import { slugOf } from './slug.ts';

test.each([
  ['Disk nearly full', 'disk-nearly-full'],
  ['  Gdańsk: /var  ', 'gdansk-var'],
  ['CPU > 90 %', 'cpu-90'],
  ['日本', ''],
])('%j becomes an id', (name, id) => expect(slugOf(name)).toBe(id));

test('an id is at most 64 long and does not end with a hyphen', () => {
  expect(slugOf('a b '.repeat(80))).toHaveLength(63);
});
