/** What this home knows for certain: its own chain of roots, followed further, and the newest revocations it ever saw. */
import { checked } from '@fettle/shared/api/checked';
import { TrustStatements } from '@fettle/shared/api/trust';
import { FettleError } from '@fettle/shared/errors';
import { firstRoot, fingerprint, keysOf, nextRoot, requireCurrent } from '@fettle/shared/trust/chain';
import { type Envelope, open, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { openFresh } from '@fettle/shared/trust/open';
import { readRevoke } from '@fettle/shared/trust/revoke';
import type { FreshStatement, RevokeStatement, Root } from '@fettle/shared/trust/statements';
import type { Home } from './home.ts';
import { further } from './join.ts';
import { readKnown, writeKnown } from './known.ts';
import { addRoot, type Chain, readChain } from './roots.ts';

export interface Standpoint {
  /** When it was looked at. */
  readonly now: number;
  readonly root: Root;
  /** Every root from the first on: devices may have been let in under an older one. */
  readonly roots: readonly Root[];
  /** Null: nothing was ever revoked. */
  readonly revoke: RevokeStatement | null;
}

/** The same, and what the collector said beside it. */
export interface Heard extends Standpoint {
  /** Null: the collector has none that holds. */
  readonly fresh: FreshStatement | null;
}

/**
 * Follows what a collector answered to `GET /trust/statements`. What verifies is kept in the home; it never goes back.
 * @throws FettleError `trust_missing`, `root_mismatch`, `statement_refused`
 */
export async function standAt(home: Home, answer: unknown, now: number): Promise<Heard> {
  const given = checked(TrustStatements, answer, 'The collector’s list of statements');
  const chain = await readChain(home);
  if (chain === null)
    throw new FettleError(
      'trust_missing',
      `${home.folder} knows no trust root. \`fettle trust join\` takes that of your collector.`,
    );
  const roots = await followed(home, chain, given.roots);
  const root = roots.at(-1) ?? chain.root;
  refusing('The trust root', () => requireCurrent(root, now));
  const revoke = await newestRevoke(home, roots, given.revoke);
  return { now, root, roots, revoke, fresh: freshIn({ root, revoke, now }, given.fresh) };
}

async function followed(home: Home, chain: Chain, given: readonly unknown[]): Promise<Root[]> {
  const { added } = mismatching(() => further(chain, given));
  for (const [i, envelope] of added.entries()) await addRoot(home, chain.root.version + i + 1, envelope);
  const [first, ...others] = [...chain.envelopes, ...added];
  const root = firstRoot(first, fingerprint(unpack(first, payloadTypes.root).payload));
  return others.reduce<Root[]>((all, one) => [...all, nextRoot(all.at(-1) ?? root, one)], [root]);
}

function mismatching<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new FettleError(
      'root_mismatch',
      `The collector’s trust roots are not a chain of yours: ${error.message} Do not trust it; ask your colleagues.`,
    );
  }
}

/** Of the collector's and the home's the one with the higher version: an older one is an attempt to bring a stolen key back. */
async function newestRevoke(home: Home, roots: readonly Root[], given: unknown): Promise<RevokeStatement | null> {
  const known = await readKnown(home);
  const ours = known.revoke === null ? null : revokeIn(roots, known.revoke);
  const theirs = given === null ? null : refusing('The collector’s list of revocations', () => revokeIn(roots, given));
  if (theirs === null || (ours !== null && ours.version >= theirs.version)) return ours;
  await writeKnown(home, { ...known, revoke: given as Envelope });
  return theirs;
}

/** One admin of any root is enough, as it is the safe direction. @throws TrustError */
export function revokeIn(roots: readonly Root[], envelope: unknown): RevokeStatement {
  const admins = roots.flatMap((root) => keysOf(root, 'admin'));
  const found = readRevoke(open(envelope, payloadTypes.revoke, admins).statement);
  if (found.tenant !== roots[0]?.tenant) throw new TrustError('tenant');
  return found;
}

/** Null: none, or none that says anything of the root and the revocations in force. */
function freshIn(at: Omit<Standpoint, 'roots'>, envelope: unknown): FreshStatement | null {
  if (envelope === null) return null;
  try {
    const { statement } = openFresh(at, envelope);
    return statement.root === at.root.version && statement.rev === (at.revoke?.version ?? 0) ? statement : null;
  } catch (error) {
    // One that does not hold is as good as none: a new one is made.
    if (error instanceof TrustError) return null;
    throw error;
  }
}

export function isRevoked(revoke: RevokeStatement | null, key: string): boolean {
  return revoke?.keys.includes(key) ?? false;
}

/** A stranger's statement that does not hold is refused by name. @throws FettleError `statement_refused` */
export function refusing<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new FettleError('statement_refused', `${what} does not hold: ${error.message}`);
  }
}

const day = 86_400_000;

/** When less than half of it is left, it is made anew while a key is open. */
export function wantsFresh({ root, fresh }: Heard, now: number): boolean {
  return fresh === null || fresh.until - now < (root.policy.freshness * day) / 2;
}

/** What is signed then. */
export function freshStatement({ root, revoke }: Standpoint, now: number): FreshStatement {
  return {
    v: 1,
    tenant: root.tenant,
    root: root.version,
    rev: revoke?.version ?? 0,
    iat: now,
    until: now + root.policy.freshness * day,
  };
}
