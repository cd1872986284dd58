import { type Envelope, pae } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { fromBase64, toBase64 } from '@fettle/shared/trust/keys';

/** The same statement with one more signature. */
export function signWith(envelope: Envelope, name: string): Envelope {
  const one = signerOf(name);
  const sig = toBase64(one.sign(pae(envelope.payloadType, fromBase64(envelope.payload))));
  return { ...envelope, signatures: [...envelope.signatures, { keyid: one.keyId, sig }] };
}
