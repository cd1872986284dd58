import { expect, test } from 'vitest';
import { BasisBook, keyPart, looseEnds } from './basis-book.ts';

test('what is counted has the length of its lists as its value', () => {
  const book = new BasisBook();
  expect(
    book.count('opened', { title: 'Opened', formula: '2 incidents and a run', incidents: ['a', 'b'], runs: ['c'] }),
  ).toBe('opened');
  expect(book.all()['opened']).toMatchObject({ how: 'count', value: 3 });
});

test('a key is given once, and can stand in an address', () => {
  const book = new BasisBook();
  book.reckoned('median', { title: 'Median', formula: 'of 2', value: 4 });
  expect(() => book.count('median', { title: 'again', formula: '' })).toThrow('there already');
  expect(() => book.count('a/b', { title: 'a', formula: '' })).toThrow('no key');
  expect(book.count(`by-${keyPart('disk full: /var')}`, { title: 'a', formula: '' })).toBe('by-disk-full-var');
});

test('loose ends are found wherever they hang', () => {
  const bases = {
    there: { title: '', formula: '', value: 2, how: 'count' as const, incidents: ['a'], bases: ['gone'] },
  };
  const sections = [
    {
      id: 's',
      title: 'S',
      blocks: [
        {
          kind: 'bars' as const,
          id: 'b',
          title: '',
          format: 'integer' as const,
          labels: ['x'],
          empty: '',
          series: [{ name: 'n', values: [1], bases: ['lost', null] }],
        },
      ],
    },
  ];
  expect(looseEnds({ sections, sentence: [{ text: 'x', basis: 'away' }], bases })).toEqual([
    expect.stringContaining('lost'),
    expect.stringContaining('away'),
    'there says 2 and lists 1',
    'there was reckoned from gone, which is not there',
  ]);
});
