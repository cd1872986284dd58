/**
 * The data folder of an agent: its keys (0600, made here, never sent), what it joined, whom it trusts, and how far its
 * sequence numbers are taken. Everything but the keys may be read by any local user.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { followChain, nextRoot } from '@fettle/shared/trust/chain';
import { openGrant } from '@fettle/shared/trust/check';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { deviceId, fromBase64, newKey, newSealingKey, type Signer, signer, toBase64 } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';
import { readIfThere, unwritable, writeDurably } from './durable-file.ts';

/** So many sequence numbers are reserved at once: as many may be skipped when the agent is killed. */
const reserved = 1_000;

export const stateFiles = {
  keys: 'device.json',
  enrolment: 'enrolment.json',
  roots: 'roots.json',
  grant: 'grant.json',
  sequence: 'sequence',
  status: 'status.json',
  /** Tells that this machine was locked; the lock itself is the executor's. */
  lock: 'locked.json',
  claim: 'agent.pid',
  /** A folder, the agent's alone. */
  outbox: 'outbox',
} as const;

/** What the device joined, once and for all. */
export interface Enrolment {
  readonly device: DeviceId;
  /** As its device record calls it: orders name both. Absent where an early version enrolled. */
  readonly host?: string;
  /** Address of the collector, `http://` or `https://`. */
  readonly collector: string;
  /** Of the trust root that the token named. */
  readonly fingerprint: string;
  /** Of the key that signs the collector's certificates, as the token named it; null: the system's CAs, or no TLS. */
  readonly pin: string | null;
  readonly token: Envelope;
  readonly enrolledAt: number;
}

export interface DeviceKeys {
  readonly device: DeviceId;
  readonly signer: Signer;
  /** Raw X25519 public key. */
  readonly sealingKey: Uint8Array;
}

export interface State {
  readonly folder: string;
  /** Made at the first call. */
  keys(): DeviceKeys;
  /** Null until enrolled. */
  enrolment(): Enrolment | null;
  saveEnrolment(enrolment: Enrolment, roots: readonly Envelope[]): void;
  /** The trust root in force. @throws FettleError `not_enrolled`, TrustError when the files were tampered with */
  root(): Root;
  /** Version of the newest grant, 0 for none. */
  grant(): number;
  /** The chain of roots and the newest grant, as they were signed. */
  statements(): readonly Envelope[];
  /**
   * Verifies a statement and keeps it. @returns its kind, or null for one that this version does not know or that is
   * not newer. @throws TrustError
   */
  take(envelope: Envelope): 'root' | 'grant' | null;
  /**
   * The next sequence number; no number is ever given twice, also after kill -9. When the folder cannot be written it
   * goes on all the same, and `problem` says so.
   */
  nextSequence(): number;
  /** Why numbers can be given twice after a kill now; null in good order. */
  readonly problem: FettleError | null;
  /** The collector has frames up to this number: go on behind it. */
  skipTo(sequence: number): void;
}

/**
 * Makes the folder where there is none, unless it is only to be read.
 * @throws FettleError `data_unwritable`, `config_invalid`
 */
export function openState(folder: string, use: 'write' | 'read' = 'write'): State {
  if (use === 'write') makeFolder(folder);
  const path = (file: keyof typeof stateFiles) => join(folder, stateFiles[file]);
  let root: Root | undefined;
  let grant: number | undefined;
  let sequence = reservedFrom(path('sequence'));
  let reservedTo = sequence;

  let problem: FettleError | null = null;

  function reserve(): void {
    reservedTo = sequence + reserved;
    try {
      writeDurably(path('sequence'), `${reservedTo}\n`, 0o644);
      problem = null;
    } catch (error) {
      // Measuring goes on; soon tried again. The collector's resume point guards the numbers meanwhile.
      problem = error instanceof FettleError ? error : unwritable(path('sequence'), error);
      reservedTo = sequence + 10;
    }
  }

  const state: State = {
    folder,
    keys: () => readKeys(path('keys')),
    enrolment: () => parse(path('enrolment')) as Enrolment | null,
    saveEnrolment(enrolment, roots) {
      writeDurably(path('roots'), JSON.stringify(roots), 0o644);
      writeDurably(path('enrolment'), `${JSON.stringify(enrolment, null, 2)}\n`, 0o644);
    },
    root: () => (root ??= followChain(rootsOf(path('roots')), enrolmentOf(state).fingerprint)),
    grant: () => (grant ??= (parse(path('grant')) as { version: number } | null)?.version ?? 0),
    statements() {
      const held = parse(path('grant')) as { envelope: Envelope } | null;
      return [...rootsOf(path('roots')), ...(held === null ? [] : [held.envelope])];
    },
    take(envelope) {
      if (envelope.payloadType === payloadTypes.root) {
        // Verified first, then written, then used: a crash in between leaves the old chain whole.
        const next = nextRoot(state.root(), envelope);
        writeDurably(path('roots'), JSON.stringify([...rootsOf(path('roots')), envelope]), 0o644);
        root = next;
        return 'root';
      }
      if (envelope.payloadType !== payloadTypes.grant) return null;
      const { version, device } = openGrant(state.root(), envelope);
      if (device !== enrolmentOf(state).device || version <= state.grant()) return null;
      writeDurably(path('grant'), JSON.stringify({ version, envelope }), 0o644);
      grant = version;
      return 'grant';
    },
    nextSequence() {
      if (sequence >= reservedTo) reserve();
      return sequence++;
    },
    get problem() {
      return problem;
    },
    skipTo(last) {
      if (last < sequence) return;
      sequence = last + 1;
      reservedTo = sequence;
    },
  };
  return state;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function parse(path: string): unknown {
  const text = readIfThere(path);
  return text === null ? null : JSON.parse(text);
}

function rootsOf(path: string): Envelope[] {
  return (parse(path) as Envelope[] | null) ?? [];
}

function enrolmentOf(state: State): Enrolment {
  const enrolment = state.enrolment();
  if (enrolment === null) throw new FettleError('not_enrolled');
  return enrolment;
}

interface StoredKeys {
  readonly seed: string;
  readonly sealing: { readonly private: string; readonly public: string };
}

function readKeys(path: string): DeviceKeys {
  const stored = (parse(path) as StoredKeys | null) ?? makeKeys(path);
  // An earlier umask or a copy may have opened it.
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  const own = signer(fromBase64(stored.seed));
  return { device: deviceId(own.publicKey), signer: own, sealingKey: fromBase64(stored.sealing.public) };
}

function makeKeys(path: string): StoredKeys {
  const { seed } = newKey();
  const sealing = newSealingKey();
  const stored = {
    seed: toBase64(seed),
    sealing: { private: toBase64(sealing.privateKey), public: toBase64(sealing.publicKey) },
  };
  writeDurably(path, JSON.stringify(stored), 0o600);
  return stored;
}

/** The first number that no earlier life of the agent can have given. */
function reservedFrom(path: string): number {
  const text = readIfThere(path)?.trim() ?? '1';
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new FettleError('config_invalid', `${path} holds no number.`);
  return number;
}
