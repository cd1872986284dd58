/** Keys of simulated devices. They are made of the seed, so anybody can make them: for a collector on loopback only. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { DeviceId } from '@fettle/shared/ids';
import { deviceId, publicKeyOf, type Signer, signer } from '@fettle/shared/trust/keys';

function bytes(seed: number, index: number, what: 'signing' | 'sealing'): Buffer {
  return createHash('sha256').update(`fettle simulation ${seed} ${index} ${what}`).digest();
}

export function deviceIdOf(seed: number, index: number): DeviceId {
  return deviceId(publicKeyOf(bytes(seed, index, 'signing')));
}

export function signerOf(seed: number, index: number): Signer {
  return signer(bytes(seed, index, 'signing'));
}

/** Raw X25519 public key. */
export function sealingKeyOf(seed: number, index: number): Uint8Array {
  const key = createPrivateKey({
    key: bytes(seed, index, 'sealing'),
    format: 'raw-private',
    asymmetricKeyType: 'x25519',
  });
  return new Uint8Array(createPublicKey(key).export({ format: 'raw-public' }));
}
