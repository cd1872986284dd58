import { describe, expect, test } from 'vitest';
import { isDeviceId } from '../ids.ts';
import {
  deviceId,
  fromBase64,
  isSoundKey,
  keyId,
  newKey,
  newSealingKey,
  publicKeyOf,
  signer,
  toBase64,
  verify,
} from './keys.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });

describe('Ed25519', () => {
  test('gives the answers of RFC 8032 section 7.1, test 3', () => {
    const key = signer(hex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7'));
    expect(key.publicKey).toEqual(hex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'));
    const signature = key.sign(hex('af82'));
    expect(signature).toEqual(
      hex(
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ),
    );
    expect(verify(key.publicKey, hex('af82'), signature)).toBe(true);
    expect(verify(key.publicKey, hex('af83'), signature)).toBe(false);
  });

  test('a new key signs, its seed gives the same public key, another key does not verify', () => {
    const { seed, publicKey } = newKey();
    expect(publicKeyOf(seed)).toEqual(publicKey);
    const signature = signer(seed).sign(hex('00'));
    expect(verify(publicKey, hex('00'), signature)).toBe(true);
    expect(verify(newKey().publicKey, hex('00'), signature)).toBe(false);
  });

  test('a seed, key or signature of another length is not one', () => {
    const { seed, publicKey } = newKey();
    const signature = signer(seed).sign(hex('00'));
    expect(() => signer(seed.subarray(1))).toThrow(refused('key'));
    expect(verify(publicKey.subarray(1), hex('00'), signature)).toBe(false);
    expect(verify(publicKey, hex('00'), signature.subarray(1))).toBe(false);
    expect(verify(publicKey, hex('00'), new Uint8Array([...signature, 0]))).toBe(false);
  });

  test('a signature has one form: S + L is refused', () => {
    const { seed, publicKey } = newKey();
    const signature = signer(seed).sign(hex('00'));
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.slice(32).toReversed()).toString('hex')}`) + order;
    const other = hex(s.toString(16).padStart(64, '0')).toReversed();
    expect(verify(publicKey, hex('00'), new Uint8Array([...signature.slice(0, 32), ...other]))).toBe(false);
  });
});

describe('isSoundKey', () => {
  test('takes new keys', () => {
    for (let i = 0; i < 100; i++) expect(isSoundKey(newKey().publicKey)).toBe(true);
  });
  test.each([
    ['the neutral point', `01${'00'.repeat(31)}`],
    ['order two', `ec${'ff'.repeat(30)}7f`],
    ['order four', '00'.repeat(32)],
    ['order four, other sign', `${'00'.repeat(31)}80`],
    ['order eight', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['order eight, other sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['order eight, other y', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['y = p', `ed${'ff'.repeat(30)}7f`],
    ['y = p + 1', `ee${'ff'.repeat(30)}7f`],
    ['y = 2^255 − 1, other sign', 'ff'.repeat(32)],
    ['31 bytes', '05'.repeat(31)],
  ])('refuses %s', (_name, key) => {
    expect(isSoundKey(hex(key))).toBe(false);
    expect(verify(hex(key), hex('00'), new Uint8Array(64))).toBe(false);
  });
});

test('ids are the hash of the key, and a device’s is no other’s', () => {
  const key = hex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025');
  expect(keyId(key).slice(1)).toBe(deviceId(key).slice(1));
  expect(keyId(key)).toMatch(/^k[0-9a-hjkmnp-tv-z]{26}$/);
  expect(isDeviceId(deviceId(key))).toBe(true);
  expect(isDeviceId(keyId(key))).toBe(false);
  expect(keyId(newKey().publicKey)).not.toBe(keyId(key));
});

test('a sealing key is a pair of 32 bytes each', () => {
  const { privateKey, publicKey } = newSealingKey();
  expect([privateKey.length, publicKey.length]).toEqual([32, 32]);
  expect(privateKey).not.toEqual(publicKey);
});

describe('base64', () => {
  test('goes there and back', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = newKey().seed.slice(0, length);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
    expect(toBase64(hex('fbff00').subarray(0, 2))).toBe('+/8=');
  });
  test.each(['+/8', '-_8=', '+/9=', ' +/8=', '+/8=\n', '+/8==', '=', 'A', 'A===', 'AA=A', '+/8=+/8='])(
    'refuses %j',
    (text) => {
      expect(() => fromBase64(text)).toThrow(refused('b64'));
    },
  );
});
