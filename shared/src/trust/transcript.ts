/** What each side signs to prove its key when a connection begins. */
import { createHash } from 'node:crypto';
import { canonicalBytes } from './canonical.ts';

/**
 * A label that names the role, a zero byte, and the SHA-256 of the messages as a canonical list. The label begins unlike
 * any DSSE encoding, so that no answer to a challenge is ever a signature of a statement. The messages are those that
 * went over the wire, unknown properties included.
 * @throws TrustError `canonical` when a message holds what the canonical form cannot say
 */
export function transcript(role: 'collector' | 'device' | 'token', messages: readonly object[]): Uint8Array {
  const hash = createHash('sha256').update(canonicalBytes(messages)).digest();
  return new Uint8Array(Buffer.concat([Buffer.from(`fettle transcript v1 ${role}\0`), hash]));
}
