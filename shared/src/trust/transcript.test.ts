import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pae } from './envelope.ts';
import { transcript } from './transcript.ts';

const hello = { type: 'hello', nonce: 'AAAA', versions: [1] };
const challenge = { type: 'challenge', nonce: 'BBBB' };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('is a label and the hash of the canonical list', () => {
  const list = '[{"nonce":"AAAA","type":"hello","versions":[1]},{"nonce":"BBBB","type":"challenge"}]';
  const bytes = Buffer.from(transcript('device', [hello, challenge]));
  expect(bytes.subarray(0, 28).toString()).toBe('fettle transcript v1 device\0');
  expect(bytes.subarray(28).toString('hex')).toBe(createHash('sha256').update(list).digest('hex'));
});

test('differs by role, by order, by message and by any property', () => {
  const all = [
    transcript('collector', [hello, challenge]),
    transcript('device', [hello, challenge]),
    transcript('token', [hello, challenge]),
    transcript('device', [challenge, hello]),
    transcript('device', [hello]),
    transcript('device', [hello, challenge, {}]),
    transcript('device', [{ ...hello, more: null }, challenge]),
    transcript('device', [{ ...hello, nonce: 'AAAB' }, challenge]),
  ];
  expect(new Set(all.map(hex)).size).toBe(all.length);
});

test('does not depend on how a message was ordered', () => {
  const other = { versions: [1], nonce: 'AAAA', type: 'hello' };
  expect(hex(transcript('device', [other]))).toBe(hex(transcript('device', [hello])));
});

test('begins unlike what is signed in an envelope', () => {
  expect(Buffer.from(transcript('token', [])).subarray(0, 6)).not.toEqual(
    Buffer.from(pae('', new Uint8Array())).subarray(0, 6),
  );
});

test('refuses what has no canonical form', () => {
  expect(() => transcript('device', [{ a: 0.5 }])).toThrow(expect.objectContaining({ code: 'canonical' }));
});
