import { describe, expect, test } from 'vitest';
import { canonicalBytes, parseCanonical } from './canonical.ts';

const written = (value: unknown) => new TextDecoder().decode(canonicalBytes(value));
const bytes = (text: string) => new TextEncoder().encode(text);
const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });

describe('canonicalBytes', () => {
  test.each([
    [{ b: 1, a: [true, null, ''] }, '{"a":[true,null,""],"b":1}'],
    [{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    [-0, '0'],
    [Number.MIN_SAFE_INTEGER, '-9007199254740991'],
    ['\u0000\b\t\n\f\r"\\/\u007fé\u2028😀', '"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\u007fé\u2028😀"'],
    // RFC 8785 section 3.2.3: UTF-16 code units, so the astral character comes before U+FB33.
    [
      { '\ufb33': 1, '😀': 2, '\u20ac': 3, '\r': 4, '1': 5, ö: 6, '\u0080': 7 },
      '{"\\r":4,"1":5,"\u0080":7,"ö":6,"€":3,"😀":2,"\ufb33":1}',
    ],
    [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ])('%j', (value, text) => {
    expect(written(value)).toBe(text);
    expect(written(parseCanonical(bytes(text)))).toBe(text);
  });

  test.each([
    ['a fraction', 0.5],
    ['an unsafe integer', 2 ** 53],
    ['not a number', Number.NaN],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['undefined', { a: undefined }],
    ['a hole', Array(1)],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(2)],
    ['a symbol as key', { [Symbol('a')]: 1 }],
    ['__proto__', JSON.parse('{"__proto__":1}')],
    ['17 levels', Array.from({ length: 17 }).reduce((inner) => [inner], 1)],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalBytes(value)).toThrow(refused('canonical'));
  });

  test('takes 16 levels', () => {
    expect(written(Array.from({ length: 16 }).reduce((inner) => [inner], 1))).toBe(
      `${'['.repeat(16)}1${']'.repeat(16)}`,
    );
  });
});

describe('parseCanonical', () => {
  test.each([
    ['white space', '{"a": 1}'],
    ['a newline behind it', '1\n'],
    ['another order', '{"b":1,"a":1}'],
    ['a key twice', '{"a":1,"a":2}'],
    ['the same key twice', '{"a":1,"a":1}'],
    ['a needless escape', '"\\u0061"'],
    ['an escaped slash', '"\\/"'],
    ['capitals in an escape', '"\\u001F"'],
    ['minus zero', '-0'],
    ['an exponent', '1e3'],
    ['a fraction of nothing', '1.0'],
    ['an integer that rounds', '9007199254740993'],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['deep lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('refuses %s', (_name, text) => {
    expect(() => parseCanonical(bytes(text))).toThrow(refused('canonical'));
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a cut object', bytes('{"a":1')],
    ['two values', bytes('1 2')],
    ['a byte order mark', bytes('\ufeff1')],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xc3, 0x28, 0x22])],
    ['an encoded surrogate', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('refuses %s', (_name, found) => {
    expect(() => parseCanonical(found)).toThrow(refused('json'));
  });
});
