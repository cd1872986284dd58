/** DSSE envelopes (secure-systems-lab/dsse, protocol.md): what is signed names its own type, and is read only after that. */
import { toBase64, fromBase64 } from './base64.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { TrustError } from './errors.ts';
import { only, text } from './fields.ts';
import { keyId, type Signer, verify } from './keys.ts';

export type Envelope = {
  /** Canonical JSON, base64. */
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
};

/** Characters of `payload`, signatures, characters of `keyid`. */
const most = { payload: 65_536, signatures: 16, keyid: 128 } as const;

/** What a type is called in an envelope. */
export const payloadTypes = {
  root: 'application/vnd.fettle.root.v1+json',
  token: 'application/vnd.fettle.token.v1+json',
  grant: 'application/vnd.fettle.grant.v1+json',
  device: 'application/vnd.fettle.device.v1+json',
  script: 'application/vnd.fettle.script.v1+json',
  order: 'application/vnd.fettle.order.v1+json',
  standing: 'application/vnd.fettle.standing.v1+json',
  revoke: 'application/vnd.fettle.revoke.v1+json',
  fresh: 'application/vnd.fettle.fresh.v1+json',
  receipt: 'application/vnd.fettle.receipt.v1+json',
} as const;

/** The bytes that are signed: DSSE's pre-authentication encoding. */
export function pae(type: string, payload: Uint8Array): Uint8Array {
  const name = Buffer.from(type, 'utf8');
  return new Uint8Array(Buffer.concat([Buffer.from(`DSSEv1 ${name.length} ${type} ${payload.length} `), payload]));
}

/** Signatures come in the order of their key ids. @throws TrustError `canonical`, or `size` when nobody could open it */
export function sign(payloadType: string, statement: object, signers: readonly Signer[]): Envelope {
  const payload = canonicalBytes(statement);
  const bytes = pae(payloadType, payload);
  const envelope = {
    payload: toBase64(payload),
    payloadType,
    signatures: signers
      .map((one) => ({ keyid: one.keyId, sig: toBase64(one.sign(bytes)) }))
      .toSorted((one, other) => (one.keyid < other.keyid ? -1 : 1)),
  };
  checkSize(envelope);
  return envelope;
}

/** An envelope whose form is right; nothing says yet that anybody signed it. */
export interface Unverified {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly { readonly keyid: string; readonly sig: Uint8Array }[];
}

/** Size, strict base64 and type of an envelope. @throws TrustError `fields size b64 type` */
export function unpack(envelope: unknown, payloadType: string): Unverified {
  const shaped = shape(envelope);
  checkSize(shaped);
  const payload = fromBase64(shaped.payload);
  const signatures = shaped.signatures.map(({ keyid, sig }) => ({ keyid, sig: fromBase64(sig) }));
  if (shaped.payloadType !== payloadType) throw new TrustError('type', `expected ${payloadType}`);
  return { payloadType, payload, signatures };
}

/**
 * Those of the keys that validly signed, each once. A signature is tried with the key that its `keyid` names.
 * @throws TrustError `key` when no signature names one of the keys, `signature` when none that does is valid
 */
export function signersOf({ payloadType, payload, signatures }: Unverified, keys: readonly Uint8Array[]): Uint8Array[] {
  const bytes = pae(payloadType, payload);
  const known = new Map(keys.map((key) => [keyId(key), key]));
  const valid = new Map<string, Uint8Array>();
  let named = false;
  for (const { keyid, sig } of signatures) {
    const key = known.get(keyid);
    if (key === undefined) continue;
    named = true;
    if (!valid.has(keyid) && verify(key, bytes, sig)) valid.set(keyid, key);
  }
  if (!named) throw new TrustError('key');
  if (valid.size === 0) throw new TrustError('signature');
  return [...valid.values()];
}

/**
 * Opens what at least one of the keys signed: size, strict base64, type, signature, and only then the payload, which
 * must be canonical. The statement still needs its typed reader.
 * @throws TrustError `fields size b64 type key signature json canonical`
 */
export function open(
  envelope: unknown,
  payloadType: string,
  keys: readonly Uint8Array[],
): { statement: unknown; payload: Uint8Array; signedBy: Uint8Array[] } {
  const unverified = unpack(envelope, payloadType);
  const signedBy = signersOf(unverified, keys);
  return { statement: parseCanonical(unverified.payload), payload: unverified.payload, signedBy };
}

/** Its fields, and no others. @throws TrustError `fields` */
export function shape(envelope: unknown): Envelope {
  const { payload, payloadType, signatures } = only(envelope, 'envelope', ['payload', 'payloadType', 'signatures']);
  if (!Array.isArray(signatures)) throw new TrustError('fields', 'signatures is not a list');
  return {
    payload: text(payload, 'payload'),
    payloadType: text(payloadType, 'payloadType'),
    signatures: signatures.map((one: unknown) => {
      const { keyid, sig } = only(one, 'signature', ['keyid', 'sig']);
      return { keyid: text(keyid, 'keyid'), sig: text(sig, 'sig') };
    }),
  };
}

/** @throws TrustError `size` */
export function checkSize({ payload, signatures }: Envelope): void {
  if (payload.length > most.payload) throw new TrustError('size', `more than ${most.payload} characters`);
  if (signatures.length > most.signatures) throw new TrustError('size', `more than ${most.signatures} signatures`);
  if (signatures.some(({ keyid, sig }) => keyid.length > most.keyid || sig.length !== 88))
    throw new TrustError('size', 'a signature has 64 bytes');
}
