import { describe, expect, test } from 'vitest';
import { formatToken, parseToken } from './enrolment-token.ts';
import { seedOf } from './example.fixture.ts';

const refused = expect.objectContaining({ name: 'TrustError', code: 'text' });
const secret = { seed: seedOf('token'), fingerprint: 'ab'.repeat(32), pin: null };
const pinned = { ...secret, pin: '09'.repeat(32) };

describe.each([
  ['without a pin', secret, 112],
  ['with a pin', pinned, 160],
])('%s', (_name, parts, length) => {
  const text = formatToken(parts);
  test('goes there and back, in capitals and with space around it too', () => {
    expect(text).toMatch(new RegExp(`^fettle1-[0-9a-z]{${length}}$`));
    expect(parseToken(text)).toEqual(parts);
    expect(parseToken(` ${text.toUpperCase()}\n`)).toEqual(parts);
  });
  test('a slip anywhere is found', () => {
    for (let at = 0; at < text.length; at++) {
      const wrong = text.slice(0, at) + (text[at] === 'q' ? 'r' : 'q') + text.slice(at + 1);
      expect(() => parseToken(wrong)).toThrow(refused);
      expect(() => parseToken(text.slice(0, at) + text.slice(at + 1))).toThrow(refused);
    }
  });
  test('two characters that changed places are found', () => {
    for (let at = 8; at < text.length - 1; at++) {
      if (text[at] === text[at + 1]) continue;
      expect(() => parseToken(text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2))).toThrow(refused);
    }
  });
});

test.each(['', 'fettle1-', 'fettle2-', formatToken(secret).slice(8), formatToken(secret) + formatToken(pinned)])(
  'refuses %j',
  (text) => {
    expect(() => parseToken(text)).toThrow(refused);
  },
);

test('refuses a letter that base 32 leaves out', () => {
  expect(() => parseToken(formatToken(secret).replace(/.$/, 'u'))).toThrow(refused);
});

test('is not made of parts of another form', () => {
  expect(() => formatToken({ ...secret, seed: new Uint8Array(31) })).toThrow(refused);
  expect(() => formatToken({ ...secret, fingerprint: 'AB'.repeat(32) })).toThrow(refused);
  expect(() => formatToken({ ...secret, pin: '' })).toThrow(refused);
});
