import { JsonBytes } from '@fettle/collector/edge/http/json-bytes';
import { bytesAPlace, putSeries, seriesBytes } from '@fettle/shared/json/series';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const points = (times: readonly number[], values: readonly number[]) => {
  const bytes = seriesBytes('points', { times: Float64Array.from(times), values: Float64Array.from(values) });
  return `[${Buffer.from(bytes).toString('latin1')}]`;
};

/** As agents send: so many digits after the point. */
const decimal = fc
  .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.integer({ min: 0, max: 5 }))
  .map(([whole, digits]) => whole / 10 ** digits);
const time = fc.integer({ min: 0, max: 8.64e15 });

describe('JSON as bytes', () => {
  it('writes every number as JavaScript does', () => {
    const value = fc.oneof(
      fc.double(),
      decimal,
      fc.maxSafeInteger(),
      fc.integer().map((n) => n / 3),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(time, value), { maxLength: 50 }), (pairs) => {
        const written = points(
          pairs.map(([at]) => at),
          pairs.map(([, one]) => one),
        );
        expect(written).toBe(JSON.stringify(pairs));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    0,
    -0,
    0.1,
    -0.0001,
    0.00001,
    1e-7,
    999_999_999.9999,
    1e9,
    -1e9,
    1e9 + 0.5,
    1e15 - 1,
    1e15,
    1e21,
    5e-324,
    1.7976931348623157e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    123.45,
    1000,
    0.05,
    1 / 3,
  ])('writes %d', (value) => {
    expect(points([0], [value])).toBe(JSON.stringify([[0, value]]));
  });

  it('writes some places of many, and values alone', () => {
    const bytes = new Uint8Array(2 * bytesAPlace.points + 1).fill(120);
    const series = { times: Float64Array.of(1, 2, 3), values: Float64Array.of(4, Number.NaN, -5.5) };
    const written = (end: number) => Buffer.from(bytes.subarray(0, end)).toString();
    expect(written(putSeries.points(bytes, 1, series, 1, 3))).toBe('x[2,null],[3,-5.5]');
    expect(written(putSeries.values(bytes, 1, series, 0, 3))).toBe('x4,null,-5.5');
  });

  it('puts texts of any script and bytes behind each other', () => {
    const json = new JsonBytes(1);
    json.text('é😀');
    json.bytes(Uint8Array.of(91, 93));
    expect(json.length).toBe(8);
    expect(json.take().toString()).toBe('é😀[]');
    expect(json.take().toString()).toBe('');
  });

  it('writes doubles of all lengths as JavaScript does', () => {
    // Neighbours of short decimals, quotients, and doubles of any bits within the bounds of the quick way.
    const near = fc
      .tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: -6, max: 14 }), fc.integer({ min: -3, max: 3 }))
      .map(([whole, power, steps]) => {
        const bits = new BigInt64Array(Float64Array.of(whole * 10 ** (power - 4)).buffer);
        bits[0] = (bits[0] as bigint) + BigInt(steps);
        return new Float64Array(bits.buffer)[0] as number;
      });
    const average = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 45 }), fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 0, max: 4 }))
      .map(([sum, count, digits]) => sum / 10 ** digits / count);
    const any = fc.double({ min: 1e-6, max: 1e16, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(near, average, any), { maxLength: 100 }), (values) => {
        const bytes = seriesBytes('values', { times: new Float64Array(), values: Float64Array.from(values) });
        expect(`[${Buffer.from(bytes).toString('latin1')}]`).toBe(JSON.stringify(values));
      }),
      { numRuns: 3_000 },
    );
  });
});
