/** Which root is in force: the first is known by its fingerprint, each next one by the signatures of both. */
import { hash } from 'node:crypto';
import { fromBase64, toBase64 } from './base64.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { open, payloadTypes, signersOf, unpack } from './envelope.ts';
import { TrustError } from './errors.ts';
import { keyId } from './keys.ts';
import { readRoot, type Root, type TrustRole } from './root.ts';
import { words } from './words.ts';

/** SHA-256 of a payload, 64 characters of lower-case hex. */
export function fingerprint(payload: Uint8Array): string {
  return hash('sha256', payload, 'hex');
}

/** The fingerprint of a root's payload: it is canonical, so the root itself tells it. */
export function fingerprintOf(root: Root): string {
  return fingerprint(canonicalBytes(root));
}

/** Eight words for people to compare, one for each of the first eight bytes. @throws TrustError `fingerprint` */
export function fingerprintWords(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TrustError('fingerprint', 'a fingerprint has 64 characters of hex');
  return Array.from(Buffer.from(text.slice(0, 16), 'hex'), (byte) => words[byte]).join(' ');
}

/**
 * The root that a token or a person named. The fingerprint vouches for the bytes before they are read.
 * @throws TrustError as `open`, `fingerprint` when it is another one, `threshold` when its own admins did not sign it
 */
export function firstRoot(envelope: unknown, expected: string): Root {
  const unverified = unpack(envelope, payloadTypes.root);
  if (fingerprint(unverified.payload) !== expected) throw new TrustError('fingerprint');
  const root = readRoot(parseCanonical(unverified.payload));
  requireThreshold(root, 'admin', signersOf(unverified, keysOf(root, 'admin')));
  return root;
}

/**
 * The root one version further. Whether it has expired is not asked: a chain may pass over expired ones.
 * @throws TrustError as `open`, `root` when it is not the next one, `threshold` when the admins of either did not sign it
 */
export function nextRoot(current: Root, envelope: unknown): Root {
  const { statement, signedBy } = open(envelope, payloadTypes.root, keysOf(current, 'admin'));
  requireThreshold(current, 'admin', signedBy);
  const next = readRoot(statement);
  if (next.tenant !== current.tenant) throw new TrustError('tenant');
  if (next.version !== current.version + 1)
    throw new TrustError('root', `version ${next.version} does not follow ${current.version}`);
  if (next.previous !== fingerprintOf(current)) throw new TrustError('root', 'it follows another root');
  requireThreshold(next, 'admin', signersOf(unpack(envelope, payloadTypes.root), keysOf(next, 'admin')));
  return next;
}

/**
 * The last root of a chain. It begins at the one with this fingerprint; what lies before that is passed over, so that a
 * collector may always send all it has.
 * @throws TrustError `fingerprint` when none has it, else as `firstRoot` and `nextRoot`
 */
export function followChain(envelopes: readonly unknown[], expected: string): Root {
  const first = envelopes.findIndex((one) => fingerprint(unpack(one, payloadTypes.root).payload) === expected);
  if (first < 0) throw new TrustError('fingerprint');
  return envelopes.slice(first + 1).reduce<Root>(nextRoot, firstRoot(envelopes[first], expected));
}

/** The public keys that hold a role. */
export function keysOf(root: Root, role: TrustRole): Uint8Array[] {
  return root.roles[role].keys.map((id) => {
    const entry = root.keys[id];
    if (entry === undefined) throw new TrustError('fields', `${role} names a key that is not listed`);
    return fromBase64(entry.key);
  });
}

/** @throws TrustError `threshold` unless as many different people as the role asks for are among the signers */
export function requireThreshold(root: Root, role: TrustRole, signedBy: readonly Uint8Array[]): void {
  const holders = signedBy.map(keyId).filter((id) => root.roles[role].keys.includes(id));
  const people = new Set(holders.map((id) => root.keys[id]?.person));
  if (people.size < root.roles[role].threshold)
    throw new TrustError('threshold', `${role} needs ${root.roles[role].threshold}, ${people.size} signed`);
}

/** Whether a collector may answer with this identity. */
export function isCollector(root: Root, identityPublicKey: Uint8Array): boolean {
  return root.collectors.includes(toBase64(identityPublicKey));
}

/** @throws TrustError `expired` */
export function requireCurrent(root: Root, now: number): void {
  if (now >= root.expires) throw new TrustError('expired', `the trust root of version ${root.version}`);
}
