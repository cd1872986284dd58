/** What a person copies to a device to enrol it: the token's secret, whom to trust, and the collector's TLS pin. */
import { fromCheckedText, toCheckedText } from './checked-text.ts';
import { TrustError } from './errors.ts';

export interface EnrolmentSecret {
  /** The secret of the token's key, 32 bytes. */
  readonly seed: Uint8Array;
  /** Fingerprint of the trust root, 64 characters of hex. */
  readonly fingerprint: string;
  /** SHA-256 of the SubjectPublicKeyInfo of the key that signs the collector's certificates (`pin.ts`); null: no pin. */
  readonly pin: string | null;
}

const prefix = 'fettle1-';

/** @throws TrustError `text` when a part is not of its form */
export function formatToken({ seed, fingerprint, pin }: EnrolmentSecret): string {
  if (seed.length !== 32) throw new TrustError('text', 'a seed has 32 bytes');
  const parts = [seed, fromHex(fingerprint, 'a fingerprint'), ...(pin === null ? [] : [fromHex(pin, 'a pin')])];
  return prefix + toCheckedText(prefix, Buffer.concat(parts));
}

/** Takes upper case and space around it too. @throws TrustError `text`, before anything is sent anywhere */
export function parseToken(text: string): EnrolmentSecret {
  const found = text.trim().toLowerCase();
  if (!found.startsWith(prefix)) throw new TrustError('text', `an enrolment token begins with ${prefix}`);
  const bytes = fromCheckedText(prefix, found.slice(prefix.length), [64, 96]);
  return {
    seed: bytes.slice(0, 32),
    fingerprint: toHex(bytes.subarray(32, 64)),
    pin: bytes.length === 64 ? null : toHex(bytes.subarray(64)),
  };
}

function fromHex(text: string, what: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TrustError('text', `${what} has 64 characters of hex`);
  return Buffer.from(text, 'hex');
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
