/** Secrets for one device: X25519, HKDF-SHA-256, AES-256-GCM. Who carries them can neither read nor change them. */
import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { diffieHellman, hkdfSync, randomBytes } from 'node:crypto';
import { fromBase64, toBase64 } from './base64.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { TrustError } from './errors.ts';
import { bytes32, formVersion, object, only, text } from './fields.ts';
import { newSealingKey, sealingKeyOf } from './keys.ts';

/** Base64 texts: the sender's ephemeral public key, nonce, ciphertext with its tag. */
export interface Sealed {
  readonly v: 1;
  readonly key: string;
  readonly nonce: string;
  readonly box: string;
}

/** What lies within: values by `<step>.<name>`, each with the salt (base64, 32 bytes) of the order's commitment. */
export interface SealedSecrets {
  readonly secrets: Readonly<Record<string, { readonly salt: string; readonly value: string }>>;
}

const label = 'fettle sealed v1';
const x25519 = { asymmetricKeyType: 'x25519' } as const;
/** Bytes of the nonce and of the tag. */
const size = { nonce: 12, tag: 16 } as const;

/** A value's salt and what an order says in its place: SHA-256 (hex) of the salt and the value in UTF-8. */
export function commit(value: string, salt: Uint8Array = randomBytes(32)): { salt: string; commitment: string } {
  return { salt: toBase64(salt), commitment: commitment(salt, value) };
}

/** Of the sender, for one box. */
interface Ephemeral {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/** @param random an ephemeral private key and a nonce; for recorded vectors only */
export function seal(
  secrets: SealedSecrets,
  deviceKey: Uint8Array,
  random: Ephemeral = { key: newSealingKey().privateKey, nonce: randomBytes(size.nonce) },
): Sealed {
  const own = sealingKeyOf(random.key);
  const cipher = createCipheriv('aes-256-gcm', boxKey(random.key, own, deviceKey, deviceKey), random.nonce);
  const box = Buffer.concat([cipher.update(canonicalBytes(secrets)), cipher.final(), cipher.getAuthTag()]);
  return { v: 1, key: toBase64(own), nonce: toBase64(random.nonce), box: toBase64(box) };
}

/** @param deviceKey the device's raw private key @throws TrustError `parameters` when it was not sealed to it, or was changed */
export function unseal(sealed: unknown, deviceKey: Uint8Array): SealedSecrets {
  try {
    return openBox(sealed, deviceKey);
  } catch {
    // Whatever is wrong with it, Node's own refusals included: it is nothing that this device can use.
    throw new TrustError('parameters', 'what was sealed for this device cannot be opened');
  }
}

/** Whether this is the value that an order's commitment is of. */
export function isCommitted(expected: string, { salt, value }: SealedSecrets['secrets'][string]): boolean {
  return commitment(fromBase64(salt), value) === expected;
}

function openBox(sealed: unknown, deviceKey: Uint8Array): SealedSecrets {
  formVersion(object(sealed, 'sealed')['v']);
  const { key, nonce, box } = only(sealed, 'sealed', ['v', 'key', 'nonce', 'box']);
  const sender = fromBase64(bytes32(key, 'key'));
  const bytes = fromBase64(text(box, 'box'));
  const own = sealingKeyOf(deviceKey);
  const at = Math.max(0, bytes.length - size.tag);
  const cipher = createDecipheriv('aes-256-gcm', boxKey(deviceKey, sender, own, sender), ivOf(nonce), {
    authTagLength: size.tag,
  });
  cipher.setAuthTag(bytes.subarray(at));
  return readSecrets(parseCanonical(Buffer.concat([cipher.update(bytes.subarray(0, at)), cipher.final()])));
}

function ivOf(nonce: unknown): Uint8Array {
  const found = fromBase64(text(nonce, 'nonce'));
  if (found.length !== size.nonce) throw new TrustError('fields', 'nonce is not of 12 bytes');
  return found;
}

function readSecrets(value: unknown): SealedSecrets {
  const entries = Object.entries(object(only(value, 'sealed', ['secrets']).secrets, 'secrets'));
  return {
    secrets: Object.fromEntries(
      entries.map(([key, one]) => {
        const secret = only(one, 'a secret', ['salt', 'value']);
        return [key, { salt: bytes32(secret.salt, 'salt'), value: text(secret.value, 'value') }];
      }),
    ),
  };
}

/** Both public keys are bound in: a box is for one pair only. */
function boxKey(secret: Uint8Array, sender: Uint8Array, device: Uint8Array, other: Uint8Array): Uint8Array {
  const shared = diffieHellman({
    privateKey: createPrivateKey({ key: Buffer.from(secret), format: 'raw-private', ...x25519 }),
    publicKey: createPublicKey({ key: Buffer.from(other), format: 'raw-public', ...x25519 }),
  });
  return new Uint8Array(hkdfSync('sha256', shared, Buffer.concat([sender, device]), label, 32));
}

function commitment(salt: Uint8Array, value: string): string {
  return createHash('sha256').update(salt).update(value, 'utf8').digest('hex');
}
