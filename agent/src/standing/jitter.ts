import { createHash } from 'node:crypto';

/**
 * Where in its spread a device fires, ms: the first 6 bytes of SHA-256 over device, line feed and order, modulo the spread.
 * @param spread seconds
 */
export function jitterOf(device: string, order: string, spread: number): number {
  if (spread <= 0) return 0;
  const hash = createHash('sha256').update(`${device}\n${order}`).digest();
  return hash.readUIntBE(0, 6) % (spread * 1_000);
}
