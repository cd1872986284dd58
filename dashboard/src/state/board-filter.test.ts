import { expect, test } from 'vitest';
import { boardPath, everything, filterOf } from './board-filter.ts';

test('a filter stands in the address and is read from it again', () => {
  const filter = {
    state: 'unacknowledged',
    site: 'Gdańsk',
    owner: 'me',
    search: 'disk & more',
    rule: 'disk-full',
  } as const;
  expect(filterOf(boardPath(filter).replace('/incidents', ''))).toEqual(filter);
  expect(boardPath(everything)).toBe('/incidents');
});

test('what is not of the right form narrows nothing', () => {
  expect(filterOf('?owner=somebody&state=x')).toBe(everything);
});
