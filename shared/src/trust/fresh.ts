/** The `fresh` statement: this root and these revocations are the newest ones until then. Any operator or admin signs it. */

export interface FreshStatement {
  readonly v: 1;
  readonly tenant: string;
  /** Versions. `rev` 0: nothing was revoked yet. */
  readonly root: number;
  readonly rev: number;
  readonly iat: number;
  /** At most `policy.freshness` days after `iat`. */
  readonly until: number;
}
