/** The `revoke` statement: whose signatures and which orders count no more. One admin is enough: it is the safe direction. */
import { formVersion, integer, list, object, only, text, time } from './fields.ts';
import { idForm, keyIdForm } from './forms.ts';

export interface RevokeStatement {
  readonly v: 1;
  readonly tenant: string;
  /** Counts up; holds all of the one before. */
  readonly version: number;
  readonly iat: number;
  /** Key ids. Whatever they signed is void, whenever it was signed. */
  readonly keys: readonly string[];
  /** Ids of orders and standing orders. */
  readonly orders: readonly string[];
  /** The stop switch: every order and standing order that was signed (`iat`) before this time is void, and runs of them end. 0: none. */
  readonly stop: number;
}

/** @throws TrustError `version` or `fields` */
export function readRevoke(value: unknown): RevokeStatement {
  const v = formVersion(object(value, 'revoke')['v']);
  const revoke = only(value, 'revoke', ['v', 'tenant', 'version', 'iat', 'keys', 'orders', 'stop']);
  const iat = time(revoke.iat, 'iat');
  return {
    v,
    tenant: text(revoke.tenant, 'tenant', idForm),
    version: integer(revoke.version, 'version', 1, Number.MAX_SAFE_INTEGER),
    iat,
    keys: list(revoke.keys, 'keys', 512).map((id) => text(id, 'keys', keyIdForm)),
    orders: list(revoke.orders, 'orders', 512).map((id) => text(id, 'orders', idForm)),
    // What is not signed yet is not stopped: a switch that lies ahead would stop for longer than its signer sees.
    stop: integer(revoke.stop, 'stop', 0, iat),
  };
}
