/** Random histories of a few devices: frames that are late, repeated in time, with gaps and clock steps; when they are sealed and compacted. */
import * as fc from 'fast-check';
import type { ModelFrame } from './keeper-model.ts';

const hour = 3_600_000;
/** Five seconds before a week, a month, a year and a day begin: 2029-01-01 is a Monday. */
export const border = Date.UTC(2029, 0, 1);
export const devices = [1, 2, 700];

const states = (series: readonly number[]) => Uint8Array.from(series, (one) => (one % 3 === 0 ? 1 : 0));
const dictionary = (id: number, ...series: number[]) => ({
  id,
  series: Int32Array.from(series),
  decimals: Uint8Array.from(series, (one) => one % 5),
  states: states(series),
});
export const dictionaries = [
  dictionary(1, 4, 3, 7),
  dictionary(2, 3, 4, 9, 12),
  dictionary(3, ...Array.from({ length: 70 }, (_, i) => i + 2)),
];
export const isState = (series: number): boolean => series % 3 === 0;
export const columns = new Map(dictionaries.map((one) => [one.id, one]));

const value = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -1_000, max: 1_000_000 }).map((n) => n / 100) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 5e-324, 2 ** 53, -1e300, 0.1 + 0.2) },
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
);

/** How far a frame is from the one before, ms: mostly a few seconds; gaps; back in time by a clock's step, or late. */
const distance = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1_000, max: 60_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 60_000, max: 5 * hour }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -30 * hour, max: -1 }) },
);

const frame = fc.record({
  device: fc.constantFrom(...devices),
  distance,
  shift: fc.constantFrom(0, 0, 17, -90_000),
  offset: fc.constantFrom(0, 3, -2_500),
  dictionary: fc.constantFrom(1, 2, 2, 3),
  values: fc.array(value, { maxLength: 6 }),
  table: fc.constantFrom(false, false, true),
});

export type Step =
  | { readonly type: 'commit'; readonly frames: readonly ModelFrame[] }
  | { readonly type: 'seal'; readonly devices: readonly number[]; readonly forget: boolean }
  /** `by`: ms after the newest frame. */
  | { readonly type: 'maintain'; readonly by: number; readonly forget: boolean };

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('commit' as const),
      frames: fc.array(frame, { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('seal' as const),
      devices: fc.subarray(devices, { minLength: 1 }),
      forget: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('maintain' as const),
      by: fc.constantFrom(0, 0, 3 * hour, 30 * hour),
      forget: fc.constantFrom(false, false, false, true),
    }),
  },
);

/** Sequence numbers ascend by device, times go on from the newest frame of all. */
export const histories: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 4, maxLength: 40 }).map((steps) => {
  let newest = border - 20_000;
  const last = new Map<number, number>();
  return steps.map((one): Step => {
    if (one.type !== 'commit') return one;
    const frames = one.frames.map((made): ModelFrame => {
      const sequence = (last.get(made.device) ?? 0) + 1;
      last.set(made.device, sequence);
      const time = newest + made.distance;
      newest = Math.max(newest, time);
      const width = columns.get(made.dictionary)?.series.length ?? 0;
      const values = Float64Array.from({ length: width }, (_, i) => made.values[i % made.values.length] ?? Number.NaN);
      const tables = made.table
        ? [{ name: sequence % 2 === 0 ? 'top' : 'disks', rows: Uint8Array.of(sequence, 7) }]
        : [];
      const { device, shift, offset, dictionary: id } = made;
      return { device, sequence, time, shift, offset, dictionary: id, values, tables };
    });
    return { type: 'commit', frames };
  });
});
