import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { type Envelope, pae, payloadTypes } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';

export type StatementType = keyof typeof payloadTypes;

/** An envelope around any bytes, as somebody who has these keys but not our code can make it. */
export function sealed(type: StatementType, payload: Uint8Array, ...names: string[]): Envelope {
  const bytes = pae(payloadTypes[type], payload);
  return {
    payload: toBase64(payload),
    payloadType: payloadTypes[type],
    signatures: names.map(signerOf).map((one) => ({ keyid: one.keyId, sig: toBase64(one.sign(bytes)) })),
  };
}

/** As text, so that it need not be canonical. */
export function sealedText(type: StatementType, text: string, ...names: string[]): Envelope {
  return sealed(type, new TextEncoder().encode(text), ...names);
}

export const textOf = (statement: object) => new TextDecoder().decode(canonicalBytes(statement));
export const payloadOf = ({ payload }: Envelope) => new Uint8Array(Buffer.from(payload, 'base64'));
