/** Something that is ready to be signed: what is read of it, and what happens when it is. */
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { type Envelope, payloadTypes, pae } from '@fettle/shared/trust/envelope';
import { type Signer, toBase64 } from '@fettle/shared/trust/keys';
import type { Paper } from './words/paper.ts';

export interface Done {
  /** One sentence. */
  readonly words: string;
  /** The dashboard's page about it. */
  readonly page: string;
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Prepared {
  /** Made of the bytes alone. */
  readonly paper: Paper;
  /** Id of the key that must sign. */
  readonly key: string;
  /** Signs exactly those bytes and hands them to the collector. */
  readonly sign: (signer: Signer) => Promise<Done>;
}

export type PayloadKind = keyof typeof payloadTypes;

/** The bytes of a statement, made once: what is shown and what is signed are the same. */
export const payloadOf = (statement: object): Uint8Array => canonicalBytes(statement);

/** An envelope around bytes that were shown; of an earlier signature nothing is lost. */
export function signBytes(
  kind: PayloadKind,
  payload: Uint8Array,
  signer: Signer,
  before: Envelope['signatures'] = [],
): Envelope {
  const payloadType = payloadTypes[kind];
  const own = { keyid: signer.keyId, sig: toBase64(signer.sign(pae(payloadType, payload))) };
  const signatures = [...before.filter(({ keyid }) => keyid !== signer.keyId), own];
  return {
    payload: toBase64(payload),
    payloadType,
    signatures: signatures.toSorted((one, other) => (one.keyid < other.keyid ? -1 : 1)),
  };
}
