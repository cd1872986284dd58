/** The `revoke` statement: whose signatures and which orders count no more. One admin is enough: it is the safe direction. */

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
