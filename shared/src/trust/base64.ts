import { TrustError } from './errors.ts';

/** RFC 4648 section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Takes exactly what `toBase64` gives, so that bytes have one text. @throws TrustError `b64` */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new TrustError('b64');
  return new Uint8Array(bytes);
}
