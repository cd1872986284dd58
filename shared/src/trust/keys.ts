/** Ed25519 (RFC 8032) and X25519 (RFC 7748) keys as raw bytes, and the ids that are made of them. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { verify as verifyBytes } from 'node:crypto';
import { base32, type DeviceId } from '../ids.ts';
import { TrustError } from './errors.ts';

export { fromBase64, toBase64 } from './base64.ts';

export type Signer = {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  /** A signature of 64 bytes; the same bytes always get the same one. */
  sign(bytes: Uint8Array): Uint8Array;
};

const ed25519 = { asymmetricKeyType: 'ed25519' } as const;

/** A new Ed25519 pair: the 32 secret bytes it is made of, and its 32 public ones. */
export function newKey(): { seed: Uint8Array; publicKey: Uint8Array } {
  const pair = generateKeyPairSync('ed25519');
  return {
    seed: new Uint8Array(pair.privateKey.export({ format: 'raw-private' })),
    publicKey: new Uint8Array(pair.publicKey.export({ format: 'raw-public' })),
  };
}

/** A new X25519 pair, raw, for what is sealed to a device. */
export function newSealingKey(): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const pair = generateKeyPairSync('x25519');
  return {
    privateKey: new Uint8Array(pair.privateKey.export({ format: 'raw-private' })),
    publicKey: new Uint8Array(pair.publicKey.export({ format: 'raw-public' })),
  };
}

/** The public key of a raw X25519 one. */
export function sealingKeyOf(secret: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(secret), format: 'raw-private', asymmetricKeyType: 'x25519' });
  return new Uint8Array(createPublicKey(key).export({ format: 'raw-public' }));
}

/** @throws TrustError `key` unless the seed has 32 bytes */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'raw-public' }));
}

/** @throws TrustError `key` unless the seed has 32 bytes */
export function signer(seed: Uint8Array): Signer {
  const key = privateKey(seed);
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'raw-public' }));
  return { keyId: keyId(publicKey), publicKey, sign: (bytes) => new Uint8Array(signBytes(null, bytes, key)) };
}

/** False for anything but a signature of 64 bytes by a sound key that fits the bytes. */
export function verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (!isSoundKey(publicKey) || signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'raw-public', ...ed25519 });
  return verifyBytes(null, bytes, key, signature);
}

/** `k` + 26 characters of base 32 of the key's SHA-256. */
export function keyId(publicKey: Uint8Array): string {
  return `k${hashId(publicKey)}`;
}

/** `d` + 26 characters of base 32 of the key's SHA-256. */
export function deviceId(publicKey: Uint8Array): DeviceId {
  return `d${hashId(publicKey)}` as DeviceId;
}

/**
 * Whether this is the one encoding of a point that only its owner can sign for: 32 bytes, y below p = 2^255 − 19, not
 * of small order. Else one key could count as two, or a signature could fit any text. (RFC 8032 sections 5.1.3, 8.)
 */
export function isSoundKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const y = publicKey.toReversed();
  y[0] = Buffer.from(y).readUInt8() & 0x7f;
  const hex = Buffer.from(y).toString('hex');
  return hex < prime && !smallOrder.has(hex);
}

const prime = `7f${'ff'.repeat(30)}ed`;
/** y of the eight points of small order: 0, 1, p − 1, and the two of order eight. */
const smallOrder: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `${'00'.repeat(31)}01`,
  `7f${'ff'.repeat(30)}ec`,
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
  '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
]);

function privateKey(seed: Uint8Array) {
  if (seed.length !== 32) throw new TrustError('key', 'a seed has 32 bytes');
  return createPrivateKey({ key: Buffer.from(seed), format: 'raw-private', ...ed25519 });
}

function hashId(publicKey: Uint8Array): string {
  return base32(createHash('sha256').update(publicKey).digest(), 26);
}
