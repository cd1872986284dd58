import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from '@fettle/collector/edge/http/json-bytes';

const points = (times: readonly number[], values: readonly number[]) => {
  const json = new JsonBytes(16);
  json.text('[');
  json.points(Float64Array.from(times), Float64Array.from(values), 0, times.length);
  json.text(']');
  return json.take().toString();
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

  it('writes some places of many, and texts of any script', () => {
    const json = new JsonBytes(1);
    json.text('é😀');
    json.points(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6), 1, 3);
    expect(json.length).toBe(6 + '[2,5],[3,6]'.length);
    expect(json.take().toString()).toBe('é😀[2,5],[3,6]');
    expect(json.take().toString()).toBe('');
  });
});
