import { expect, test } from 'vitest';
import { machine, scanned, text } from '../wasm/machine.ts';
import { learnLines } from './learned-lines.ts';

function scan(content: string): number[] {
  const length = new TextEncoder().encodeInto(content, text).written;
  machine.scan(length, false);
  return [...scanned.subarray(0, machine.count.value)];
}

/** The same by splitting: what stands between blanks, `:`, `=` and `/` and is a number as a whole. */
const naive = (content: string) =>
  content
    .split(/[\s]+/)
    .flatMap((piece) => piece.match(/[^:=]+[:=]?|[:=]/g) ?? [])
    .filter((piece) => /^-?\d+(\.\d+)?$/.test(piece))
    .map((piece) => Number(piece.replace('-', '')));

/** Whole numbers below `most`, the same ones in each run. */
function seeded(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % most;
  };
}

test('numbers between blanks, as a naive reader finds them in 2,000 made-up texts', () => {
  const below = seeded(17);
  const others = ['eth0:', '42:', '4k', 'avg10=', 'kB', '-1', 'Active(anon):', 'a.5', '5.', '-', ':', '=7'];
  const words = [
    () => String(below(100)),
    () => String(2n ** BigInt(below(64)) + BigInt(below(1_000))),
    () => `${below(99)}.${below(99)}`,
    () => others[below(others.length)] as string,
  ];
  for (let number = 0; number < 2_000; number++) {
    const pieces = Array.from(
      { length: below(30) },
      () => `${words[below(4)]?.()}${[' ', '\n', '\t', '  '][below(4)]}`,
    );
    const content = pieces.join('');
    const [told, wanted] = [scan(content), naive(content)];
    expect(told, content).toHaveLength(wanted.length);
    // Fractions are put together digit by digit, which may differ in the last bit.
    for (const [at, value] of told.entries()) expect(value, content).toBeCloseTo(wanted[at] ?? Number.NaN, 10);
  }
});

test.each([
  ['0.47 0.54 0.24 1/99 22510\n', [0.47, 0.54, 0.24, 1, 99, 22_510]],
  ['  eth0:4000 17 vda1 8 4g0: 5\n', [4_000, 17, 8, 5]],
  ['some avg10=0.41 total=16927011', [0.41, 16_927_011]],
  ['18446744073709551615 10000000000000000000', [2 ** 64, 1e19]],
])('%s', (content, wanted) => {
  expect(scan(content)).toEqual(wanted);
});

test('lines by their key, their words and the places of their numbers', () => {
  const content = 'MemTotal:  16 kB\nTcp: InSegs OutSegs\nTcp: 5 6\n\ncpu0 1 2';
  text.set(new TextEncoder().encode(content));
  expect(learnLines(content.length)).toEqual([
    { key: 'MemTotal', words: ['kB'], first: 0, count: 1 },
    { key: 'Tcp', words: ['InSegs', 'OutSegs'], first: 1, count: 0 },
    { key: 'Tcp', words: [], first: 1, count: 2 },
    { key: '', words: [], first: 3, count: 0 },
    { key: 'cpu0', words: [], first: 3, count: 2 },
  ]);
});
