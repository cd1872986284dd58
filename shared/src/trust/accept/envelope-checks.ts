import { fromBase64 } from '../base64.ts';
import { canonicalBytes, equalBytes } from '../canonical.ts';
import { checkSize, payloadTypes } from '../envelope.ts';
import { TrustError } from '../errors.ts';
import { object } from '../fields.ts';
import { keyId } from '../keys.ts';
import { readOrder } from '../order.ts';
import { readStanding } from '../standing.ts';
import type { Hearing } from './hearing.ts';

export function size({ envelope }: Hearing): void {
  checkSize(envelope);
}

export function b64({ envelope }: Hearing): void {
  fromBase64(envelope.payload);
  for (const { sig } of envelope.signatures) fromBase64(sig);
}

export function type({ question, envelope }: Hearing): void {
  const expected = question.kind === 'order' ? payloadTypes.order : payloadTypes.standing;
  if (envelope.payloadType !== expected) throw new TrustError('type', `expected ${expected}`);
}

/** Somebody who may order or approve claims to have signed. */
export function key({ named }: Hearing): void {
  if (named().size === 0) throw new TrustError('key');
}

/** And did. Signatures that do not fit neither count nor harm. */
export function signature({ signers }: Hearing): void {
  if (signers().length === 0) throw new TrustError('signature');
}

/** One signer whose key's time is over spoils it, even beside others. */
export function keyExpired({ signers, held, clock }: Hearing): void {
  const over = signers()
    .map(keyId)
    .find((id) => clock >= (held.root.keys[id]?.until ?? Number.POSITIVE_INFINITY));
  if (over !== undefined) throw new TrustError('key-expired', over);
}

export function json({ payload }: Hearing): void {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload()));
  } catch {
    throw new TrustError('json');
  }
}

export function canonical({ payload, value }: Hearing): void {
  if (!equalBytes(canonicalBytes(value()), payload())) throw new TrustError('canonical', 'its bytes have another form');
}

/** What is of another version may have other fields: `version` refuses it. */
export function fields({ question, value }: Hearing): void {
  if (object(value(), 'payload')['v'] !== 1) return;
  if (question.kind === 'order') readOrder(value());
  else readStanding(value());
}

export function version({ statement }: Hearing): void {
  if (statement().v !== 1) throw new TrustError('version');
}
