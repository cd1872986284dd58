import { expect, test } from 'vitest';
import { askOf, foundOf } from './find.ts';

test.each([
  'role=db',
  'site=berlin and role=db',
  'site!=berlin',
  'role in (db,web)',
  'has owner',
  'not (os=x)',
  'role=',
])('“%s” is a selector', (text) => expect(askOf(text)).toEqual({ selector: text }));
test.each(['ber-db-02', 'koln web', 'nothing', 'hash', 'notebook', 'in berlin'])('“%s” is words', (text) =>
  expect(askOf(` ${text} `)).toEqual({ search: text }),
);
test('nothing is asked for by an empty box', () => expect(askOf('  ')).toBeNull());

test('what was found, with its group', () => {
  expect([
    ...foundOf({
      groups: ['db', ''],
      cells: [
        ['a', 'A', 1],
        ['b', 'B', 0],
      ],
    }).groups,
  ]).toEqual([
    ['a', ''],
    ['b', 'db'],
  ]);
});
