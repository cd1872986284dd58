import { describe, expect, test } from 'vitest';
import { FettleError } from '../errors.ts';
import { ByteReader, ByteWriter, unzigzag, zigzag } from './varint.ts';

const written = (write: (writer: ByteWriter) => void) => {
  const writer = new ByteWriter();
  write(writer);
  return writer.copy();
};
const code = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    return (error as FettleError).code;
  }
};

const integers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 42 + 1, Number.MAX_SAFE_INTEGER];

test.each(integers)('varint %i is read as written', (n) => {
  expect(new ByteReader(written((writer) => writer.varint(n))).varint()).toBe(n);
});

test.each([
  [0, '00'],
  [127, '7f'],
  [128, '8001'],
  [300, 'ac02'],
  [Number.MAX_SAFE_INTEGER, 'ffffffffffffff0f'],
])('varint %i is %s', (n, hex) => {
  expect(Buffer.from(written((writer) => writer.varint(n))).toString('hex')).toBe(hex);
});

test.each([0, -1, 1, -2, 2, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 51, -(2 ** 51)])(
  'zigzag of %i goes back',
  (n) => {
    expect(unzigzag(zigzag(n))).toBe(n);
  },
);

describe('refused', () => {
  test.each([
    ['nothing', []],
    ['a varint that goes on', [0x80]],
    ['a varint of nine bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['a varint above 2^53 - 1', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x10]],
    ['a varint with a needless zero', [0x80, 0x00]],
  ])('%s', (_what, bytes) => {
    expect(code(() => new ByteReader(Uint8Array.from(bytes)).varint())).toBe('frame_malformed');
  });

  test('an f64 of seven bytes', () => {
    expect(code(() => new ByteReader(new Uint8Array(7)).float64())).toBe('frame_malformed');
  });

  test('a count of more things than there are bytes for', () => {
    expect(code(() => new ByteReader(Uint8Array.of(3, 0, 0)).count(1))).toBe('frame_malformed');
    expect(new ByteReader(Uint8Array.of(2, 0, 0)).count(1)).toBe(2);
  });

  test('a text that is longer than allowed, than there are bytes, or no UTF-8', () => {
    const text = (...bytes: number[]) => code(() => new ByteReader(Uint8Array.from(bytes)).text(2));
    expect(text(2, 0x61, 0x62)).toBe('ab');
    expect(text(3, 0x61, 0x62, 0x63)).toBe('name_too_long');
    expect(text(2, 0x61)).toBe('frame_malformed');
    expect(text(1, 0xff)).toBe('frame_malformed');
    expect(text(2, 0xc0, 0x80)).toBe('frame_malformed');
  });

  test('a bitmap with a bit beyond its end, and a sparse one with an empty byte', () => {
    expect(code(() => new ByteReader(Uint8Array.of(0b1000)).bitmap(3))).toBe('frame_malformed');
    expect(code(() => new ByteReader(Uint8Array.of(1, 0)).sparseBitmap(new Uint8Array(1), 8))).toBe('frame_malformed');
  });
});

test('a sparse bitmap is read as written, and what is empty costs a bit', () => {
  const map = Uint8Array.from({ length: 63 }, (_, i) => (i === 7 || i === 62 ? 0x81 : 0));
  const bytes = written((writer) => writer.sparseBitmap(map));
  expect(bytes).toHaveLength(8 + 2);
  const read = new Uint8Array(63).fill(255);
  new ByteReader(bytes).sparseBitmap(read, 504);
  expect(read).toEqual(map);
});

test('a writer grows past its first size and is used again after clear', () => {
  const writer = new ByteWriter();
  for (let i = 0; i < 5_000; i++) writer.float64(i);
  expect(new ByteReader(writer.copy().subarray(39_992)).float64()).toBe(4_999);
  writer.clear();
  writer.text('é');
  expect(writer.copy()).toEqual(Uint8Array.of(2, 0xc3, 0xa9));
});
