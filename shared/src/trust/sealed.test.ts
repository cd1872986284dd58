import { describe, expect, test } from 'vitest';
import { toBase64 } from './keys.ts';
import { newSealingKey, sealingKeyOf } from './keys.ts';
import { commit, isCommitted, seal, unseal } from './sealed.ts';

const refused = expect.objectContaining({ name: 'TrustError', code: 'parameters' });
const device = newSealingKey();
const { salt, commitment } = commit('correct horse');
const secrets = { secrets: { '0.password': { salt, value: 'correct horse' } } };
const sealed = seal(secrets, device.publicKey);

test('what was sealed for a device is opened by it, and is what was promised', () => {
  expect(sealingKeyOf(device.privateKey)).toEqual(device.publicKey);
  expect(unseal(sealed, device.privateKey)).toEqual(secrets);
  expect(isCommitted(commitment, secrets.secrets['0.password'])).toBe(true);
});

test('another value or salt is not what was promised', () => {
  expect(isCommitted(commitment, { salt, value: 'Correct horse' })).toBe(false);
  expect(isCommitted(commitment, { salt: toBase64(new Uint8Array(32)), value: 'correct horse' })).toBe(false);
});

test('no two boxes are alike, and the same value is promised in another way each time', () => {
  expect(seal(secrets, device.publicKey).box).not.toBe(sealed.box);
  expect(commit('correct horse').commitment).not.toBe(commitment);
});

describe('cannot be opened:', () => {
  const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
  const inside = (value: unknown) => seal(value as never, device.publicKey);
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a later form', { ...sealed, v: 2 }],
    ['a field more', { ...sealed, more: 1 }],
    ['another ciphertext', { ...sealed, box: flip(sealed.box) }],
    ['another tag', { ...sealed, box: sealed.box.replace(/.{4}$/, 'AAAA') }],
    ['a box without a tag', { ...sealed, box: 'AAAA' }],
    ['another nonce', { ...sealed, nonce: flip(sealed.nonce) }],
    ['a nonce of another length', { ...sealed, nonce: toBase64(new Uint8Array(16)) }],
    ['another sender', { ...sealed, key: toBase64(newSealingKey().publicKey) }],
    ['a sender of small order', { ...sealed, key: toBase64(new Uint8Array(32)) }],
    ['what is no base64', { ...sealed, box: '*' }],
    ['something else within', inside({ secrets: [] })],
    ['a short salt within', inside({ secrets: { '0.x': { salt: 'AAAA', value: '' } } })],
    ['a value that is no text', inside({ secrets: { '0.x': { salt, value: 1 } } })],
  ])('%s', (_name, box) => {
    expect(() => unseal(box, device.privateKey)).toThrow(refused);
  });
  test('by another device', () => {
    expect(() => unseal(sealed, newSealingKey().privateKey)).toThrow(refused);
  });
});
