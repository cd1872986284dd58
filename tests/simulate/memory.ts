// pure
import type { Body } from './fleet.ts';
import { chance } from './noise.ts';

/** The share of its memory that a device has in use with nothing to do. */
export function memoryBase({ seed, role }: Pick<Body, 'seed' | 'role'>): number {
  return (role.kind === 'router' ? 0.22 : 0.3) + 0.15 * chance(seed, 12, 0);
}
