import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits for a path or a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Takes as long whether and wherever they differ. */
export function isSecret(expected: string, given: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given ?? ''));
}
