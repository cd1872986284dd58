import { expect, test } from 'vitest';
import { told } from './portable.fixture.ts';
import { rowsOf } from './process.portable.ts';

type Told = Parameters<typeof rowsOf>[0][number];

test('the top of both kinds, names without path and arguments, shares of one processor', () => {
  const list = [
    told(1, 'init', 0, 9_000),
    told(2, '/usr/bin/busy --password=secret', 25, 10),
    told(3, String.raw`C:\Windows\System32\svchost.exe`, 5, 20),
    told(4, '', 0, 0),
  ] as Told[];
  const start = Date.parse('2026-11-21T05:23:48');
  expect(rowsOf(list, 4)).toEqual([
    { id: 2, start, name: 'busy', values: [1, 10_240, Number.NaN] },
    { id: 3, start, name: 'svchost.exe', values: [0.2, 20_480, Number.NaN] },
    { id: 1, start, name: 'init', values: [0, 9_216_000, Number.NaN] },
  ]);
});

test('a start that is not told is 0', () => {
  expect(rowsOf([{ ...told(7, 'x', 1, 1), started: '' } as Told], 1)[0]?.start).toBe(0);
});

test('ten of each kind', () => {
  const list = Array.from({ length: 40 }, (_, i) => told(i, 'x', i, 100 - i)) as Told[];
  expect(rowsOf(list, 1)).toHaveLength(20);
});
