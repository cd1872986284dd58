// pure
import type { ActionClass } from '@fettle/shared/trust/action';
import type { Root, TrustRole } from '@fettle/shared/trust/root';
import type { TrustInForce } from './types.ts';

/** A key that validly signed, as the root lists it. */
export interface KnownSigner {
  readonly keyId: string;
  readonly person: string;
  readonly roles: readonly TrustRole[];
  /** Null: it may sign for every site. */
  readonly sites: readonly string[] | null;
}

/** Who must sign, as people are told. */
export interface Need {
  readonly role: TrustRole;
  readonly people: number;
}

/** Keys of these ids that may still sign: listed, their time not over, not revoked. */
export function knownSigners(
  { root, revoke }: Pick<TrustInForce, 'root' | 'revoke'>,
  keyIds: readonly string[],
  now: number,
): KnownSigner[] {
  return keyIds.flatMap((keyId): KnownSigner[] => {
    const entry = Object.hasOwn(root.keys, keyId) ? root.keys[keyId] : undefined;
    if (entry === undefined || (entry.until !== undefined && now >= entry.until)) return [];
    if (revoke?.statement.keys.includes(keyId)) return [];
    const roles = (Object.keys(root.roles) as TrustRole[]).filter((role) => root.roles[role].keys.includes(keyId));
    return [{ keyId, person: entry.person, roles, sites: entry.sites ?? null }];
  });
}

/** Who must sign what does so much harm. A standing order needs two people whatever it does. */
export function needsOf({ policy, roles }: Root, what: ActionClass | 'standing'): Need[] {
  const operator: Need = { role: 'operator', people: roles.operator.threshold };
  const two = what === 'standing' || what === 'dangerous';
  return two && !policy.solo ? [operator, { role: 'approver', people: roles.approver.threshold }] : [operator];
}

/**
 * What is still needed. Of two roles nobody fills both: somebody else approves what one signed.
 * @param sites of what it is for; a key that may not sign for one of them does not count
 */
export function missingOf(needs: readonly Need[], signers: readonly KnownSigner[], sites: readonly string[]): Need[] {
  const able = signers.filter((one) => one.sites === null || sites.every((site) => one.sites?.includes(site)));
  const peopleOf = (role: TrustRole) =>
    new Set(able.filter(({ roles }) => roles.includes(role)).map(({ person }) => person));
  const missing = needs.filter(({ role, people }) => peopleOf(role).size < people);
  if (missing.length > 0 || needs.length < 2) return missing;
  const all = new Set(needs.flatMap(({ role }) => [...peopleOf(role)]));
  const wanted = needs.reduce((sum, { people }) => sum + people, 0);
  const last = needs.at(-1);
  return all.size < wanted && last ? [last] : [];
}
