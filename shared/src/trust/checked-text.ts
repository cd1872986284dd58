/** Secret bytes as one text that people copy: base 32 with a checksum, so that a slip is found at once. */
import { createHash } from 'node:crypto';
import { base32 } from '../ids.ts';
import { equalBytes } from './canonical.ts';
import { TrustError } from './errors.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Bytes of checksum behind `length` bytes: at least four, and so many that whole groups of five bytes come out. */
const checksumLength = (length: number) => 4 + ((5 - ((length + 4) % 5)) % 5);

/** Crockford base 32, lower case, of the bytes and of the first bytes of SHA-256 over `label`, a zero byte and them. */
export function toCheckedText(label: string, bytes: Uint8Array): string {
  const whole = Buffer.concat([bytes, checksum(label, bytes)]);
  return base32(whole, (whole.length / 5) * 8);
}

/**
 * @param lengths how many bytes there may be
 * @throws TrustError `text` when it is of another length, holds another character, or its checksum does not fit
 */
export function fromCheckedText(label: string, text: string, lengths: readonly number[]): Uint8Array {
  const length = lengths.find((bytes) => text.length === ((bytes + checksumLength(bytes)) / 5) * 8);
  if (length === undefined) throw new TrustError('text', 'its length is wrong');
  const whole = decode(text.toLowerCase());
  const bytes = whole.slice(0, length);
  if (!equalBytes(whole.slice(length), checksum(label, bytes))) throw new TrustError('text', 'its checksum is wrong');
  return bytes;
}

function checksum(label: string, bytes: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(`${label}\0`).update(bytes).digest();
  return new Uint8Array(hash.subarray(0, checksumLength(bytes.length)));
}

function decode(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length / 8) * 5);
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new TrustError('text', `${JSON.stringify(character)} cannot be in it`);
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = (buffer >> (bits -= 8)) & 0xff;
  }
  return bytes;
}
