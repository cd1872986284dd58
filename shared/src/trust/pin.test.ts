import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { pinOf } from './pin.ts';

test('a pin is the hash of the key in DER', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  expect(pinOf(publicKey)).toBe(createHash('sha256').update(der).digest('hex'));
});
