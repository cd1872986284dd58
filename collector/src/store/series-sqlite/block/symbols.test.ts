import { expect, test } from 'vitest';
import { ByteSink } from './bytes.ts';
import { BitSink, readSymbols, skipSymbols, writeSymbols } from './symbols.ts';

function roundTrip(numbers: readonly number[]): { read: number[]; bytes: number; bits: number } {
  const body = new ByteSink();
  const bits = new BitSink();
  const turn = writeSymbols(Int32Array.from(numbers), numbers.length, body, bits);
  const padded = new Uint8Array(bits.written().length + 4);
  padded.set(bits.written());
  const into = new Int32Array(numbers.length);
  const place = { body: 0, bit: 0 };
  readSymbols(body.written(), padded, place, numbers.length, turn, into);
  const skipped = { body: 0, bit: 0 };
  skipSymbols(body.written(), skipped, numbers.length, turn);
  expect(skipped).toEqual(place);
  expect(place).toEqual({ body: body.at, bit: bits.length });
  return { read: [...into].map((number) => number >>> 0), bytes: body.at, bits: bits.length };
}

test('numbers of every magnitude come back', () => {
  const numbers = Array.from({ length: 32 }, (_, place) => 2 ** place).flatMap((one) => [one - 1, one, one + 1]);
  numbers.push(2 ** 32 - 1, 0, 7, 8, 9);
  const within = numbers.filter((one) => one < 2 ** 32);
  expect(roundTrip(within).read).toEqual(within);
});

test('zeros in a row cost their logarithm', () => {
  for (const zeros of [0, 1, 2, 3, 4, 7, 8, 1_000]) {
    const none = Array.from({ length: zeros }, () => 0);
    const numbers = [5, ...none, 6, ...none];
    const { read, bytes, bits } = roundTrip(numbers);
    expect(read).toEqual(numbers);
    expect(bytes).toBe(2 + 2 * Math.floor(Math.log2(zeros + 1)));
    expect(bits).toBe(0);
  }
});

test('columns of different scale have like symbols', () => {
  const symbolsOf = (scale: number) => {
    const body = new ByteSink();
    writeSymbols(
      Int32Array.from([64, 80, 96, 112], (one) => one * scale),
      4,
      body,
      new BitSink(),
    );
    return [...body.written()];
  };
  expect(symbolsOf(1)).toEqual(symbolsOf(4_096));
});

test('symbols that end too early are damaged', () => {
  const body = new ByteSink();
  const turn = writeSymbols(Int32Array.of(9, 9, 9), 3, body, new BitSink());
  const short = body.written().subarray(0, 2);
  const read = () => readSymbols(short, new Uint8Array(8), { body: 0, bit: 0 }, 3, turn, new Int32Array(3));
  expect(read).toThrow(RangeError);
  expect(() => skipSymbols(short, { body: 0, bit: 0 }, 3, turn)).toThrow(RangeError);
});
