import { expect, test } from 'vitest';
import { ByteSink, ByteSource } from './bytes.ts';
import { readNumbers, writeNumbers } from './numbers.ts';

function roundTrip(numbers: readonly number[]): { read: number[]; bytes: number } {
  const sink = new ByteSink();
  sink.byte(7);
  writeNumbers(Int32Array.from(numbers), numbers.length, sink);
  const bytes = sink.at - 1;
  sink.put(new Uint8Array(4));
  const source = new ByteSource(sink.written(), 1);
  const into = new Int32Array(numbers.length);
  readNumbers(source, numbers.length, into);
  expect(source.at).toBe(bytes + 1);
  return { read: [...into].map((number) => number >>> 0), bytes };
}

/** Numbers below 2^16, the same for the same seed. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16;
}

const powers = Array.from({ length: 32 }, (_, place) => 2 ** place).flatMap((one) => [one - 1, one, one + 1]);
const every = [...powers.filter((one) => one < 2 ** 32), 2 ** 32 - 1, 0, 7, 8, 9];

test('numbers of every magnitude come back, few and many', () => {
  expect(roundTrip(every).read).toEqual(every);
  const many = Array.from({ length: 4 }, () => every).flat();
  expect(roundTrip(many).read).toEqual(many);
  const backwards = every.toReversed();
  expect(roundTrip(backwards).read).toEqual(backwards);
});

test('numbers of any kind come back', () => {
  const noise = noiseOf(1);
  for (let n = 0; n < 600; n++) {
    const most = 1 + (noise() % 32);
    const seldom = 1 + (noise() % 9);
    const numbers = Array.from({ length: noise() % 700 }, () =>
      noise() % seldom > 0 ? 0 : (noise() * 2 ** 16 + noise()) % 2 ** (1 + (noise() % most)),
    );
    expect(roundTrip(numbers).read).toEqual(numbers);
  }
});

test('what is rare costs itself; zeros in a row cost next to nothing', () => {
  const zeros = Array.from({ length: 200 }, () => 0);
  expect(roundTrip(zeros).bytes).toBe(1);
  expect(roundTrip([...zeros.slice(60), 1_000, ...zeros.slice(150)]).bytes).toBeLessThan(10);
  expect(roundTrip([...zeros, 5, ...zeros, ...zeros]).bytes).toBeLessThan(15);
});

test('a code as uneven as can be is cut, and read again', () => {
  const counts = [1, 1];
  while (counts.length < 24) counts.push((counts.at(-1) as number) + (counts.at(-2) as number));
  const numbers = counts.flatMap((count, magnitude) => Array.from({ length: count }, () => 2 ** magnitude));
  expect(roundTrip(numbers).read).toEqual(numbers);
});

test('noise of ten bits costs little more than these, few and many', () => {
  const sixteen = noiseOf(7);
  const noise = () => sixteen() >> 6;
  const few = Array.from({ length: 72 }, noise);
  expect(roundTrip(few).bytes).toBeLessThan(72 * 1.25 * 1.1);
  const many = Array.from({ length: 720 }, noise);
  expect(roundTrip(many).bytes).toBeLessThan(720 * 1.25 * 1.04);
});

test('what is damaged is an error or other numbers', () => {
  const sink = new ByteSink();
  const many = Array.from({ length: 8 }, () => every).flat();
  writeNumbers(Int32Array.from(many), many.length, sink);
  const { length } = sink.written();
  for (let place = 0; place < length; place++) {
    const bytes = sink.written().slice();
    bytes[place] = ((bytes[place] as number) + 1 + 37 * place) & 0xff;
    try {
      readNumbers(new ByteSource(bytes), many.length, new Int32Array(many.length));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
});
