import { diskIo } from '@fettle/shared/metrics/disk';
import { expect, test } from 'vitest';
import { Column } from './column.ts';
import { Columns } from './columns.ts';
import { Counters } from './counters.ts';

function told(
  readings: readonly (readonly number[])[],
  options: { factors?: readonly number[]; bits?: 32 | 64 } = {},
): number[][] {
  const sink = new Columns();
  const values = new Float64Array(readings[0]?.length ?? 0);
  const columns = Array.from(values, (_, at) => new Column(diskIo, String(at), 'read'));
  const counters = new Counters(values, columns, options);
  return readings.map((reading, at) => {
    values.set(reading);
    sink.begin();
    for (const column of columns) column.set(sink, Number.NaN);
    counters.tell(sink, at === 0 ? Number.NaN : 10);
    return [...sink.values];
  });
}

const none = Number.NaN;

test('the growth a second; nothing at the first reading; 0 where one stands still', () => {
  expect(
    told([
      [5, 100, 2 ** 40],
      [5, 200, 2 ** 40 + 50],
      [5, 200, 2 ** 40 + 50],
    ]),
  ).toEqual([
    [none, none, none],
    [0, 10, 5],
    [0, 0, 0],
  ]);
});

test('a counter that is not there is absent, that comes or goes or was reset is absent once', () => {
  expect(
    told([
      [none, 7, none],
      [none, none, 3],
      [none, 9, 13],
      [none, 4, 23],
    ]),
  ).toEqual([
    [none, none, none],
    [none, none, none],
    [none, none, 1],
    [none, none, 1],
  ]);
});

test('factors, and counters of 32 bits that wrap', () => {
  expect(
    told(
      [
        [10, 1],
        [20, 2],
      ],
      { factors: [1_024, 1] },
    )[1],
  ).toEqual([1_024, 0.1]);
  expect(told([[2 ** 32 - 5], [5]], { bits: 32 })[1]).toEqual([1]);
  expect(told([[2 ** 32 - 5], [5]])[1]).toEqual([none]);
});
