/** The trust of a one-person shop: one operator key for everything, and a recovery key on paper. */
import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { base32 } from '@fettle/shared/ids';
import { fingerprintOf, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { newKey, type Signer, signer, toBase64 } from '@fettle/shared/trust/keys';
import { readRoot, type Root, type RootStatement } from '@fettle/shared/trust/statements';
import { type Home, homeAt } from './home.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { formatRecoveryKey } from './recovery-key.ts';
import { addRoot, type Chain, readChain } from './roots.ts';

const day = 86_400_000;
/** How long a root lasts, and how long before its end the next one is made. */
const lasts = 730 * day;
const renewed = 180 * day;
/** With so many collectors the oldest makes room: each new data folder brings a new one. */
const mostCollectors = 16;

export interface SoloTrust {
  /** Whether the trust was made now; then `recoveryKey` is shown once and stored nowhere. */
  readonly made: boolean;
  /** The root in force and all roots up to it, from version 1 on. */
  readonly root: Envelope;
  readonly chain: readonly Envelope[];
  /** Of the root in force. */
  readonly fingerprint: string;
  readonly recoveryKey: string | null;
}

export interface SoloRequest {
  readonly home: string;
  /** Seals the operator's key; null only while the collector listens on loopback. */
  readonly passphrase: string | null;
  /** The collector's raw public identity key. */
  readonly collectorIdentity: Uint8Array;
  readonly now: number;
  /** Of a root that is made now; one that is there keeps its own. */
  readonly policy?: { readonly freshness: number; readonly bulk: number };
}

/**
 * Makes the operator's key and the first root where there is none, and the next root where the collector is not listed
 * or the end is near. Idempotent, also when called at once by several processes or after being cut off half-way; the
 * passphrase is needed only when something is signed.
 * @throws FettleError `key_unreadable`, `trust_damaged`, or `trust_exists` when this key alone cannot change the root
 */
export async function ensureSoloTrust(request: SoloRequest): Promise<SoloTrust> {
  const home = homeAt(request.home);
  const known = await readChain(home);
  if (known === null) return firstTrust(home, request);
  if (isRight(known.root, request)) return result(known, null);
  const operator = await openOperatorKey(home, request.passphrase);
  const envelope = signNext(known.root, operator, request);
  await addRoot(home, known.root.version + 1, envelope);
  return afterwards(home, request, null);
}

/** @throws FettleError `key_unreadable`, also when there is no key file */
export async function openOperatorKey(home: Home, passphrase: string | null): Promise<Signer> {
  const seed = await readKeyFile(home.keyFile, passphrase);
  if (seed === null)
    throw new FettleError(
      'key_unreadable',
      `The operator’s key ${home.keyFile} is missing, but its trust root is there. Restore the key from a backup.`,
    );
  return signer(seed);
}

async function firstTrust(home: Home, request: SoloRequest): Promise<SoloTrust> {
  await writeKeyFile(home.keyFile, newKey().seed, request.passphrase);
  // Read back in any case: the file may be older, or another process may have been faster.
  const operator = await openOperatorKey(home, request.passphrase);
  const recovery = newKey();
  const root = soloRoot(operator, signer(recovery.seed), request);
  const made = await addRoot(home, 1, sign(payloadTypes.root, root, [operator]));
  return afterwards(home, request, made ? formatRecoveryKey(recovery.seed) : null);
}

/** Reads back what is on disk now; where another process was faster with another collector, goes on from there. */
async function afterwards(home: Home, request: SoloRequest, recoveryKey: string | null): Promise<SoloTrust> {
  const chain = await readChain(home);
  if (chain === null) throw new FettleError('trust_missing');
  if (isRight(chain.root, request)) return result(chain, recoveryKey);
  const later = await ensureSoloTrust(request);
  return recoveryKey === null ? later : { ...later, made: true, recoveryKey };
}

function result({ root, envelopes, fingerprint }: Chain, recoveryKey: string | null): SoloTrust {
  const envelope = envelopes[root.version - 1];
  if (envelope === undefined) throw new FettleError('trust_missing');
  return { made: recoveryKey !== null, root: envelope, chain: envelopes, fingerprint, recoveryKey };
}

function isRight(root: Root, { collectorIdentity, now }: SoloRequest): boolean {
  return root.collectors.includes(toBase64(collectorIdentity)) && now < root.expires - renewed;
}

function soloRoot(operator: Signer, recovery: Signer, { collectorIdentity, now, policy }: SoloRequest): RootStatement {
  const alone = { keys: [operator.keyId], threshold: 1 };
  return readRoot({
    v: 1,
    tenant: base32(randomBytes(17), 26),
    version: 1,
    previous: null,
    expires: now + lasts,
    keys: {
      [operator.keyId]: { key: toBase64(operator.publicKey), person: 'operator' },
      [recovery.keyId]: { key: toBase64(recovery.publicKey), person: 'recovery' },
    },
    roles: {
      admin: { keys: [operator.keyId, recovery.keyId], threshold: 1 },
      approver: alone,
      enroller: alone,
      operator: alone,
      publisher: alone,
    },
    collectors: [toBase64(collectorIdentity)],
    policy: { solo: true, ...(policy ?? { freshness: 14, bulk: 25 }) },
  });
}

function signNext(current: Root, operator: Signer, { collectorIdentity, now }: SoloRequest): Envelope {
  const identity = toBase64(collectorIdentity);
  const others = current.collectors.filter((key) => key !== identity);
  const next: RootStatement = {
    ...current,
    version: current.version + 1,
    previous: fingerprintOf(current),
    expires: Math.max(current.expires, now + lasts),
    collectors: [...others.slice(1 - mostCollectors), identity],
  };
  const envelope = sign(payloadTypes.root, next, [operator]);
  try {
    nextRoot(current, envelope);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new FettleError(
      'trust_exists',
      `The trust root here cannot be changed by this operator’s key alone: ${error.message} Ask its admins to add this collector.`,
    );
  }
  return envelope;
}
