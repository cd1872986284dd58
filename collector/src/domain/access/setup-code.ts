import { randomBytes } from 'node:crypto';
import { base32 } from '@fettle/shared/ids';
import { type AccessContext, secretHash } from './context.ts';

export const setupCodeMs = 30 * 60_000;

/** Makes the code that allows somebody at the collector's console to become its first administrator; the one before ends. */
export async function makeSetupCode({ store, now }: AccessContext): Promise<{ code: string; expiresAt: number }> {
  const code = base32(randomBytes(8), 12)
    .toUpperCase()
    .replaceAll(/.{4}(?=.)/g, '$&-');
  const expiresAt = now + setupCodeMs;
  await store.setSetupCode(setupCodeHash(code), expiresAt);
  return { code, expiresAt };
}

/** Typed in small letters, without dashes, with O for 0 or I and L for 1, it is the same code. Pure. */
export function setupCodeHash(typed: string): string {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return secretHash(plain);
}
