/** The next revocation: all of the one before, and more. */
import { FettleError } from '@fettle/shared/errors';
import { readRevoke } from '@fettle/shared/trust/revoke';
import type { RevokeStatement } from '@fettle/shared/trust/statements';
import type { Standpoint } from '../standpoint.ts';

export interface Revoking {
  readonly keys: readonly string[];
  /** Ids of orders' statements and of standing orders. */
  readonly orders: readonly string[];
  /** Everything that was signed before is void; 0: nothing more than before. */
  readonly stop: number;
}

/** @throws FettleError `input_invalid` when nothing is added, TrustError `fields` */
export function composeRevoke(
  { root, revoke }: Standpoint,
  { keys, orders, stop }: Revoking,
  now: number,
): RevokeStatement {
  const next: RevokeStatement = {
    v: 1,
    tenant: root.tenant,
    version: (revoke?.version ?? 0) + 1,
    iat: now,
    keys: merged(revoke?.keys ?? [], keys),
    orders: merged(revoke?.orders ?? [], orders),
    stop: Math.max(revoke?.stop ?? 0, stop),
  };
  const adds =
    next.keys.length > (revoke?.keys.length ?? 0) ||
    next.orders.length > (revoke?.orders.length ?? 0) ||
    next.stop > (revoke?.stop ?? 0);
  if (!adds) throw new FettleError('input_invalid', 'All of this is revoked already.');
  return readRevoke(next);
}

const merged = (before: readonly string[], more: readonly string[]) => [...new Set([...before, ...more])];
