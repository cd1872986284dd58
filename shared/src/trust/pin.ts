/** The pin of a TLS certificate: a name for its key, which stays when the certificate is made anew. */
import { createHash, type KeyObject } from 'node:crypto';

/** SHA-256 of the SubjectPublicKeyInfo in DER (RFC 7469 section 2.4), 64 characters of hex. */
export function pinOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
