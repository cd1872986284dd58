/** The first root of several people. */
import { base32 } from '@fettle/shared/ids';
import { fromBase64, keyId } from '@fettle/shared/trust/keys';
import { readRoot, type RootStatement } from '@fettle/shared/trust/statements';
import type { PublicLine } from './root-change.ts';

const day = 86_400_000;
const lasts = 730 * day;

export interface FirstRoot {
  readonly people: readonly PublicLine[];
  /** Public key of the recovery key, base64. */
  readonly recovery: string;
  /** Identity keys of collectors, base64. */
  readonly collectors: readonly string[];
  readonly policy: { readonly solo: boolean; readonly freshness: number; readonly bulk: number };
  /** 17 random bytes. */
  readonly tenant: Uint8Array;
  readonly now: number;
}

/**
 * Every change of the root needs two of the admins, of whom the recovery key is one; each of the people may do everything
 * else, and where two are needed they are two different ones.
 * @throws TrustError `fields`
 */
export function rootOfSeveral({ people, recovery, collectors, policy, tenant, now }: FirstRoot): RootStatement {
  const all = [...people, { person: 'recovery', key: recovery }];
  const ids = people.map(({ key }) => keyId(fromBase64(key)));
  const each = { keys: ids, threshold: 1 };
  return readRoot({
    v: 1,
    tenant: base32(tenant, 26),
    version: 1,
    previous: null,
    expires: now + lasts,
    keys: Object.fromEntries(all.map(({ person, key }) => [keyId(fromBase64(key)), { key, person }])),
    roles: {
      admin: { keys: [...ids, keyId(fromBase64(recovery))], threshold: 2 },
      approver: each,
      enroller: each,
      operator: each,
      publisher: each,
    },
    collectors: [...collectors],
    policy,
  });
}
