/** The `fresh` statement: this root and these revocations are the newest ones until then. Any operator or admin signs it. */
import { TrustError } from './errors.ts';
import { formVersion, integer, object, only, text, time } from './fields.ts';
import { idForm } from './forms.ts';

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

const day = 86_400_000;

/** @throws TrustError `version` or `fields` */
export function readFresh(value: unknown): FreshStatement {
  const v = formVersion(object(value, 'fresh')['v']);
  const fresh = only(value, 'fresh', ['v', 'tenant', 'root', 'rev', 'iat', 'until']);
  const iat = time(fresh.iat, 'iat');
  const until = time(fresh.until, 'until');
  // How long exactly is the root's to say; longer than this no root can.
  if (until <= iat || until > iat + 90 * day) throw new TrustError('fields', 'until is not within 90 days after iat');
  return {
    v,
    tenant: text(fresh.tenant, 'tenant', idForm),
    root: integer(fresh.root, 'root', 1, 1_000_000_000),
    rev: integer(fresh.rev, 'rev', 0, Number.MAX_SAFE_INTEGER),
    iat,
    until,
  };
}
