import { expect, test } from 'vitest';
import type { FettleError } from '../errors.ts';
import type { Frame } from './frame.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { createFrameEncoder } from './frame-encoder.ts';

const decimals = Uint8Array.of(0, 0);
const series = [
  { metric: 'a', attributes: {}, decimals: 0 },
  { metric: 'b', attributes: {}, decimals: 0 },
];
const dictionary = { type: 'dictionary', id: 1, omitted: 0, series } as const;
const frame = (change: Partial<Frame> = {}): Frame => ({
  sequence: 1,
  time: 5_000,
  offset: 0,
  values: Float64Array.of(1, 2),
  tables: [],
  ...change,
});
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as FettleError).code;
  }
  return 'done';
};
const pair = () => {
  const decoder = createFrameDecoder();
  decoder.dictionary(dictionary);
  return { decoder, encoder: createFrameEncoder() };
};

test('values of one frame are not touched by the next', () => {
  const { decoder, encoder } = pair();
  const first = decoder.decode(encoder.encode(frame(), 1, decimals));
  decoder.decode(encoder.encode(frame({ sequence: 2, values: Float64Array.of(3, 4) }), 1, decimals));
  expect([...first.values]).toEqual([1, 2]);
});

test('after a frame that was refused only a key frame is understood', () => {
  const { decoder, encoder } = pair();
  decoder.decode(encoder.encode(frame(), 1, decimals));
  expect(code(() => decoder.decode(Uint8Array.of(7)))).toBe('frame_malformed');
  expect(code(() => decoder.decode(encoder.encode(frame({ sequence: 2 }), 1, decimals)))).toBe('frame_malformed');
  expect(decoder.decode(createFrameEncoder().encode(frame({ sequence: 3 }), 1, decimals)).sequence).toBe(3);
});

test('a frame with something behind its end is no frame', () => {
  const { decoder, encoder } = pair();
  expect(code(() => decoder.decode(Uint8Array.of(...encoder.encode(frame(), 1, decimals), 0)))).toBe('frame_malformed');
});

test('a delta is not understood after frames were passed over', () => {
  const { decoder, encoder } = pair();
  decoder.decode(encoder.encode(frame(), 1, decimals));
  decoder.forget();
  expect(code(() => decoder.decode(encoder.encode(frame({ sequence: 2 }), 1, decimals)))).toBe('frame_malformed');
});

test('the encoder begins anew when sequence or time go back, the dictionary changes, ten minutes are over', () => {
  const encoder = createFrameEncoder();
  const type = (change: Partial<Frame>, id = 1) => encoder.encode(frame(change), id, decimals)[0];
  expect(type({ sequence: 5 })).toBe(1);
  expect(type({ sequence: 6 })).toBe(2);
  expect(type({ sequence: 6 })).toBe(1);
  expect(type({ sequence: 7, time: 4_999 })).toBe(1);
  expect(type({ sequence: 8 }, 2)).toBe(1);
  expect(type({ sequence: 9, time: 604_998 }, 2)).toBe(2);
  expect(type({ sequence: 10, time: 605_000 }, 2)).toBe(1);
});

test('a frame that cannot be sent leaves the encoder as it was', () => {
  const { decoder, encoder } = pair();
  decoder.decode(encoder.encode(frame(), 1, decimals));
  const tables = (name: string) => [{ name: 't', rows: [{ id: 1, start: 1, name, values: [1] }] }];
  const wrong: [Partial<Frame>, string][] = [
    [{ time: -1 }, 'frame_time_invalid'],
    [{ time: 1.5 }, 'frame_time_invalid'],
    [{ offset: 0.5 }, 'frame_time_invalid'],
    [{ sequence: 0 }, 'frame_malformed'],
    [{ values: new Float64Array(3) }, 'frame_malformed'],
    [{ values: new Float64Array(2_049) }, 'series_limit'],
    [{ tables: tables('n'.repeat(65)) }, 'name_too_long'],
    [{ tables: [{ name: 't', rows: [{ id: -1, start: 1, name: '', values: [] }] }] }, 'frame_malformed'],
  ];
  for (const [change, expected] of wrong) {
    expect(code(() => encoder.encode(frame({ sequence: 2, ...change }), 1, decimals))).toBe(expected);
  }
  const next = frame({ sequence: 3, values: Float64Array.of(1, 9) });
  expect([...decoder.decode(encoder.encode(next, 1, decimals)).values]).toEqual([1, 9]);
});

test('infinite values are absent: nothing that is not finite is on the wire', () => {
  const { decoder, encoder } = pair();
  const values = Float64Array.of(Number.POSITIVE_INFINITY, 1);
  expect([...decoder.decode(encoder.encode(frame({ values }), 1, decimals)).values]).toEqual([Number.NaN, 1]);
});

test('a dictionary grows by what was added, counts up, and ends at 2,048 series', () => {
  const decoder = createFrameDecoder();
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ metric: `m${i}`, attributes: {}, decimals: 0 }));
  decoder.dictionary({ ...dictionary, id: 1 });
  expect(
    decoder.dictionary({ ...dictionary, id: 2, keep: 1, series: many(1) }).series.map(({ metric }) => metric),
  ).toEqual(['a', 'm0']);
  expect(code(() => decoder.dictionary({ ...dictionary, id: 2 }))).toBe('message_malformed');
  expect(code(() => decoder.dictionary({ ...dictionary, id: 3, keep: 3 }))).toBe('message_malformed');
  expect(code(() => decoder.dictionary({ ...dictionary, id: 3, keep: 2, series: many(2_047) }))).toBe('series_limit');
});

test('names of tables find room again with a key frame, for ever', () => {
  const { decoder, encoder } = pair();
  let keys = 0;
  for (let n = 1; n <= 200; n++) {
    const rows = Array.from({ length: 64 }, (_, i) => ({ id: i, start: n, name: `p${n}-${i}`, values: [n] }));
    const bytes = encoder.encode(frame({ sequence: n, tables: [{ name: 'top', rows }] }), 1, decimals);
    if (bytes[0] === 1) keys++;
    expect(decoder.decode(bytes).tables).toEqual([{ name: 'top', rows }]);
  }
  expect(keys).toBeGreaterThan(10);
  expect(keys).toBeLessThan(20);
});

test('what is not finite is absent, however it is written; 0 and -0 are two values', () => {
  const { decoder, encoder } = pair();
  const otherNan = new Float64Array(Uint32Array.of(1, 0xff_f8_00_00).buffer)[0] as number;
  const told = [
    [0, Number.POSITIVE_INFINITY],
    [-0, Number.NaN],
    [-0, otherNan],
    [0, 5],
    [Number.NEGATIVE_INFINITY, 5],
  ].map(([a = 0, b = 0], at) => [
    ...decoder.decode(encoder.encode(frame({ sequence: at + 1, values: Float64Array.of(a, b) }), 1, decimals)).values,
  ]);
  const none = Number.NaN;
  expect(told).toEqual([
    [0, none],
    [-0, none],
    [-0, none],
    [0, 5],
    [none, 5],
  ]);
});
