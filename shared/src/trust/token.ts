/** The `token` statement: whoever holds the secret of this key may enrol so many devices into this site. */
import { formVersion, integer, labels, name, object, only, publicKey, text, time } from './fields.ts';
import { TrustError } from './errors.ts';
import { tenantForm } from './root.ts';

export interface TokenStatement {
  readonly v: 1;
  readonly tenant: string;
  /** The token's public key, base64. */
  readonly key: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Devices that may be enrolled with it. */
  readonly uses: number;
  /** From and until when, ms since 1970 UTC; the end is not within. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const names = ['v', 'tenant', 'key', 'site', 'labels', 'uses', 'notBefore', 'notAfter'] as const;

/** @throws TrustError `version` or `fields` */
export function readToken(value: unknown): TokenStatement {
  const v = formVersion(object(value, 'token')['v']);
  const token = only(value, 'token', names);
  const notBefore = time(token.notBefore, 'notBefore');
  const notAfter = time(token.notAfter, 'notAfter');
  if (notAfter <= notBefore) throw new TrustError('fields', 'notAfter is not after notBefore');
  return {
    v,
    tenant: text(token.tenant, 'tenant', tenantForm),
    key: publicKey(token.key, 'key'),
    site: name(token.site, 'site', 64),
    labels: labels(token.labels),
    uses: integer(token.uses, 'uses', 1, 100_000),
    notBefore,
    notAfter,
  };
}
