/** The `order` statement: run this, on exactly these devices, within this time. */
import { type Action, type ActionClass, classes, readAction } from './action.ts';
import { formVersion, integer, object, only, text, time } from './fields.ts';
import { choice, hash, idForm, keyIdForm, line } from './forms.ts';
import { mostTargets } from './targets.ts';

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

const names = 'v id tenant root rev op seq iat nbf exp targets action class reason'.split(
  ' ',
) as (keyof OrderStatement)[];

/** Whether its times fit together is asked on acceptance (`window`). @throws TrustError `version` or `fields` */
export function readOrder(value: unknown): OrderStatement {
  const v = formVersion(object(value, 'order')['v']);
  const order = only(value, 'order', names);
  const targets = only(order.targets, 'targets', ['hash', 'count']);
  return {
    v,
    id: text(order.id, 'id', idForm),
    tenant: text(order.tenant, 'tenant', idForm),
    root: integer(order.root, 'root', 1, 1_000_000_000),
    rev: integer(order.rev, 'rev', 0, Number.MAX_SAFE_INTEGER),
    op: text(order.op, 'op', keyIdForm),
    seq: integer(order.seq, 'seq', 0, Number.MAX_SAFE_INTEGER),
    iat: time(order.iat, 'iat'),
    nbf: time(order.nbf, 'nbf'),
    exp: time(order.exp, 'exp'),
    targets: { hash: hash(targets.hash, 'hash'), count: integer(targets.count, 'count', 1, mostTargets) },
    action: readAction(order.action),
    class: choice(order.class, 'class', classes),
    reason: line(order.reason, 'reason', 500),
  };
}
