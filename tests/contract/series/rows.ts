import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';
import * as fc from 'fast-check';

const odd = [
  -0,
  0,
  5e-324,
  -2.5e-310,
  2 ** 50,
  2 ** 50 + 1,
  -(2 ** 53),
  2 ** 53 + 2,
  1.7976931348623157e308,
  0.1 + 0.2,
  1 / 3,
  1e-4,
  12_345.6789,
  Infinity,
  -Infinity,
];
const oddity = fc.oneof(fc.constantFrom(...odd), fc.double({ noNaN: true }));

/** One column's value at each row: noise, a walk, a counter, steps; of any scale; some odd, some absent. */
const column = (count: number): fc.Arbitrary<{ decimals: number; values: Float64Array }> =>
  fc
    .record({
      decimals: fc.integer({ min: 0, max: 4 }),
      promise: fc.integer({ min: 0, max: 4 }),
      shape: fc.constantFrom('noise', 'walk', 'counter', 'steps', 'same', 'any'),
      base: fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.maxSafeInteger()),
      unit: fc.constantFrom(1, 3, 25, 4_096, 5_000_000_000),
      spread: fc.constantFrom(1, 2, 60, 1_000, 10_000_000),
      noise: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count }),
      odd: fc.array(fc.tuple(fc.nat(200), oddity), { maxLength: 4 }),
      absent: fc.oneof(fc.constant([]), fc.array(fc.nat(200), { maxLength: count }), fc.constant(allPlaces)),
    })
    .map(({ decimals, promise, shape, base, unit, spread, noise, odd: oddities, absent }) => {
      let [value, speed] = [base, 0];
      const power = 10 ** decimals;
      const values = Float64Array.from(noise, (one, row) => {
        const step = Math.round(one * spread) * unit;
        speed += step;
        value = {
          noise: base + step,
          walk: value + step,
          counter: value + speed,
          steps: row % 9 === 0 ? step : value,
          same: base,
          any: one * 1e9,
        }[shape];
        return shape === 'any' ? value : Math.round(value) / power;
      });
      for (const [place, one] of oddities) if (place < count) values[place] = one;
      for (const place of absent) if (place < count) values[place] = Number.NaN;
      return { decimals: promise, values };
    });

const allPlaces = Array.from({ length: 201 }, (_, place) => place);

/** Rows as a device may have them. @param most rows */
export const rowsOf = (most = 40): fc.Arbitrary<Rows> =>
  fc.nat(most).chain((count) => {
    const each = (one: fc.Arbitrary<number>) => fc.array(one, { minLength: count, maxLength: count });
    return fc
      .record({
        start: fc.constantFrom(0, 1_790_000_000_000, 7_199_000, -40),
        gaps: each(fc.oneof(fc.integer({ min: 9_990, max: 10_010 }), fc.nat(400_000), fc.constant(0))),
        jumps: each(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 }))),
        shifts: each(fc.oneof(fc.constant(0), fc.integer({ min: -100_000, max: 100_000 }))),
        offsets: each(fc.oneof(fc.constant(0), fc.double({ min: -1e6, max: 1e6, noNaN: true }))),
        series: fc.uniqueArray(fc.nat(60), { maxLength: 12 }),
      })
      .chain(({ start, gaps, jumps, shifts, offsets, series }) =>
        fc.tuple(...series.map(() => column(count))).map((columns): Rows => {
          let [time, sequence] = [start, 0];
          return {
            count,
            times: Float64Array.from(gaps, (gap) => (time += gap)),
            sequences: Float64Array.from(jumps, (jump) => (sequence += jump)),
            shifts: Float64Array.from(shifts),
            offsets: Float64Array.from(offsets),
            series: Int32Array.from(series).toSorted(),
            decimals: Uint8Array.from(columns, ({ decimals }) => decimals),
            columns: columns.map(({ values }) => values),
          };
        }),
      );
  });
