import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { base32 } from '@fettle/shared/ids';

const part = (key: Uint8Array, purpose: string) =>
  Buffer.from(hkdfSync('sha256', key, '', `fettle notices ${purpose}`, 32));

/** A secret as it is stored: AES-256-GCM, bound to what it is for. */
export function seal(key: Uint8Array, owner: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', part(key, 'secrets'), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @throws FettleError `secret_unreadable` when it was sealed with another key, or for something else */
export function unseal(key: Uint8Array, owner: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', part(key, 'secrets'), bytes.subarray(0, 12))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new FettleError('secret_unreadable', undefined, { reason: (error as Error).message });
  }
}

/** What proves that a link was made here for this delivery: 130 bits. */
export function linkCode(key: Uint8Array, delivery: string): string {
  const mac = createHmac('sha256', part(key, 'links')).update(delivery).digest();
  return `${delivery}.${base32(mac, 26)}`;
}

/** The delivery of a link's code; null when it was not made here. */
export function deliveryOfCode(key: Uint8Array, code: string): string | null {
  const [delivery = ''] = code.split('.', 1);
  const [given, real] = [Buffer.from(code), Buffer.from(linkCode(key, delivery))];
  return given.length === real.length && timingSafeEqual(given, real) ? delivery : null;
}
