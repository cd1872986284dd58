/** The `order` statement: run this, on exactly these devices, within this time. */
import type { Action, ActionClass } from './action.ts';

export interface OrderStatement {
  readonly v: 1;
  /** 128 random bits, 26 characters of base 32. */
  readonly id: string;
  readonly tenant: string;
  /** Versions of the root and of the revocations that the signer knew. */
  readonly root: number;
  readonly rev: number;
  /** Key id of the operator, and his own count of orders. */
  readonly op: string;
  readonly seq: number;
  /** Signed, not before, and over: ms since 1970 UTC. */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  /** Root (SHA-256, hex) and number of leaves of the tree over the targets, sorted by id (targets.ts). */
  readonly targets: { readonly hash: string; readonly count: number };
  readonly action: Action;
  /** As the signer was shown; a device reckons its own and refuses another. */
  readonly class: ActionClass;
  /** Why, for people. */
  readonly reason: string;
}
