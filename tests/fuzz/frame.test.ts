import { performance } from 'node:perf_hooks';
import { FettleError } from '@fettle/shared/errors';
import type { Frame, Table, TableRow } from '@fettle/shared/protocol/frame';
import { createFrameDecoder, type FrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { limits } from '@fettle/shared/protocol/limits';
import type { SeriesDescription } from '@fettle/shared/protocol/messages';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machine, mulberry32 } from '../support/machine.ts';

const odd = [
  -0,
  0,
  5e-324,
  -5e-324,
  2 ** 53,
  2 ** 50,
  2 ** 50 + 1,
  -(2 ** 53),
  1.7976931348623157e308,
  0.1 + 0.2,
  1 / 3,
  1e-4,
  12345.6789,
];
const value = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 10_000) },
  { weight: 2, arbitrary: fc.constantFrom(...odd) },
  { weight: 2, arbitrary: fc.double({ noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
);
const name = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.slice(0, limits.rowName).toWellFormed());

const plain = { noNullPrototype: true };
const row = (columns: number): fc.Arbitrary<TableRow> =>
  fc.record(
    {
      id: fc.oneof(fc.nat(40), fc.nat()),
      start: fc.oneof(fc.constant(1_790_000_000_000), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
      name: fc.oneof(fc.constantFrom('node', 'postgres', 'sshd'), name),
      values: fc.array(value, { minLength: columns, maxLength: columns }),
    },
    plain,
  );
const table: fc.Arbitrary<Table> = fc
  .nat(4)
  .chain((columns) =>
    fc.record({ name: fc.constantFrom('a', 'b', 'c'), rows: fc.array(row(columns), { maxLength: 12 }) }, plain),
  );

interface Step {
  readonly grow: number;
  readonly frames: Frame[];
}

/** A life of a connection: the dictionary grows, each time some frames follow; most values stay from frame to frame. */
const life: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      grow: fc.nat(20),
      frames: fc.array(
        fc.record({
          step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2 ** 40 })),
          wait: fc.oneof(fc.constant(1_000), fc.integer({ min: -5_000, max: 2 ** 33 })),
          offset: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
          changes: fc.array(fc.tuple(fc.nat(99), value), { maxLength: 12 }),
          shorter: fc.nat(2),
          tables: fc.array(table, { maxLength: 3 }),
        }),
        { maxLength: 6 },
      ),
    }),
    { maxLength: 5 },
  )
  .map((steps) => {
    let sequence = 0;
    let time = 1_790_000_000_000;
    let values: number[] = [];
    return steps.map(({ grow, frames }) => {
      values = [...values, ...Array.from({ length: grow }, () => Number.NaN)];
      return {
        grow,
        frames: frames.map((frame): Frame => {
          sequence += frame.step;
          time = Math.max(0, time + frame.wait);
          for (const [at, now] of frame.changes) if (values.length > 0) values[at % values.length] = now;
          const sent = Float64Array.from(values.slice(0, Math.max(0, values.length - frame.shorter)));
          return { sequence, time, offset: frame.offset, values: sent, tables: frame.tables };
        }),
      };
    });
  });

const describeSeries = (count: number, decimals: (i: number) => number): SeriesDescription[] =>
  Array.from({ length: count }, (_, i) => ({ metric: `m${i}`, attributes: {}, decimals: decimals(i) }));

/** Bit for bit: -0 is not 0, NaN is absent. */
function same(a: Frame, b: Frame): void {
  expect({ ...a, values: Array.from(a.values) }).toStrictEqual({ ...b, values: Array.from(b.values) });
}

describe('decoded equals encoded', () => {
  test.each([0, 1, 2, 4])('for whole lives of a connection with columns of %i decimals and mixed', (decimals) => {
    const decimalsOf = (i: number) => (decimals === 1 ? i % 5 : decimals);
    fc.assert(
      fc.property(life, (steps) => {
        const encoder = createFrameEncoder();
        const decoder = createFrameDecoder();
        let columns = 0;
        for (const [at, { grow, frames }] of steps.entries()) {
          const series = describeSeries(columns + grow, decimalsOf);
          const grown = decoder.dictionary({
            type: 'dictionary',
            id: at + 1,
            omitted: 0,
            keep: columns,
            series: series.slice(columns),
          });
          columns += grow;
          expect(grown.series).toEqual(series);
          const scale = Uint8Array.from(series, (one) => one.decimals);
          for (const frame of frames) same(decoder.decode(encoder.encode(frame, at + 1, scale)), frame);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('for a long stream, with a key frame every ten minutes', () => {
    const source = machine({ seed: 3, values: 300, interval: 10_000, busy: true });
    const encoder = createFrameEncoder();
    const decoder = createFrameDecoder();
    decoder.dictionary({ type: 'dictionary', id: 1, omitted: 0, series: [...source.dictionary.series] });
    let keys = 0;
    for (let i = 0; i < 1_000; i++) {
      const frame = source.next();
      const bytes = encoder.encode(frame, 1, source.decimals);
      if (bytes[0] === 1) keys++;
      same(decoder.decode(bytes), frame);
    }
    expect(keys).toBe(Math.ceil(1_000 / 60));
  });
});

describe('hostile bytes', () => {
  const stream = () => {
    const source = machine({ seed: 11, values: 120, interval: 1_000, busy: true });
    const encoder = createFrameEncoder();
    const wire = Array.from({ length: 40 }, () => encoder.encode(source.next(), 1, source.decimals));
    const fresh = (): FrameDecoder => {
      const decoder = createFrameDecoder();
      decoder.dictionary({ type: 'dictionary', id: 1, omitted: 0, series: [...source.dictionary.series] });
      return decoder;
    };
    return { wire, fresh };
  };

  /** Decodes; what is refused must be refused with a code. @returns the code, or null */
  function refusal(decoder: FrameDecoder, bytes: Uint8Array): string | null {
    try {
      const frame = decoder.decode(bytes);
      expect(frame.values.length).toBeLessThanOrEqual(120);
      expect(frame.values.every((n) => Number.isFinite(n) || Number.isNaN(n))).toBe(true);
      return null;
    } catch (error) {
      expect(error).toBeInstanceOf(FettleError);
      return (error as FettleError).code;
    }
  }

  test('20,000 mutated, cut, spliced and random frames: only refusals with a code, in bounded time', () => {
    const { wire, fresh } = stream();
    const random = mulberry32(20_260_101);
    const pick = (n: number) => Math.floor(random() * n);
    const codes = new Map<string | null, number>();
    let decoder = fresh();
    let slowest = 0;
    for (let n = 0; n < 20_000; n++) {
      if (n % 10 === 0) {
        decoder = fresh();
        decoder.decode(wire[0] ?? new Uint8Array());
      }
      const began = performance.now();
      const code = refusal(
        decoder,
        mutate(wire[n % 3 === 0 ? 0 : (n % 10) + 1] ?? new Uint8Array(), n % 5, pick, wire),
      );
      slowest = Math.max(slowest, performance.now() - began);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    // Both outcomes must have happened often, else this tested nothing.
    expect(codes.get('frame_malformed')).toBeGreaterThan(2_000);
    expect(codes.get(null)).toBeGreaterThan(200);
    expect([...codes.keys()].every((code) => code === null || /^(frame_|name_too_long|series_limit)/.test(code))).toBe(
      true,
    );
    expect(slowest).toBeLessThan(250);
  });

  function mutate(frame: Uint8Array, kind: number, pick: (n: number) => number, wire: Uint8Array[]): Uint8Array {
    const bytes = frame.slice();
    switch (kind) {
      case 0:
        return bytes.subarray(0, pick(bytes.length));
      case 1:
        for (let i = 0; i <= pick(4); i++) bytes[pick(bytes.length)] = pick(256);
        return bytes;
      case 2: {
        const other = wire[pick(wire.length)] ?? bytes;
        return Uint8Array.of(...bytes.subarray(0, pick(bytes.length)), ...other.subarray(pick(other.length)));
      }
      case 3:
        bytes.fill([0x00, 0x7f, 0x80, 0xff][pick(4)] ?? 0, pick(bytes.length), pick(bytes.length));
        return bytes;
      default:
        return Uint8Array.from({ length: pick(300) }, (_, i) => (i === 0 ? 1 + pick(2) : pick(256)));
    }
  }

  test('no prefix of a frame is a frame', () => {
    const { wire, fresh } = stream();
    for (const at of [0, 1]) {
      const whole = wire[at] ?? new Uint8Array();
      for (let size = 0; size < whole.length; size++) {
        const decoder = fresh();
        if (at === 1) decoder.decode(wire[0] ?? new Uint8Array());
        expect(refusal(decoder, whole.subarray(0, size))).toBe('frame_malformed');
      }
    }
  });

  test('lengths that lie cost no memory', () => {
    const { fresh } = stream();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 2_000; i++) {
      // A key frame that claims 120 values, then 2^53 - 1 tables.
      refusal(fresh(), Uint8Array.of(1, 1, 1, 0, 0, 120, 0, 0));
      refusal(fresh(), Uint8Array.of(1, 1, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f));
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });
});
