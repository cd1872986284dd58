/** What a device keeps of its trust, and how each new statement changes it. */
import { nextRoot } from './chain.ts';
import { type Envelope, payloadTypes } from './envelope.ts';
import { TrustError } from './errors.ts';
import type { FreshStatement } from './fresh.ts';
import type { Grant } from './grant.ts';
import { type Opened, openFresh, openGrantAt, openRevoke } from './open.ts';
import type { RevokeStatement } from './revoke.ts';
import type { Root } from './root.ts';

/** Statements as they were opened, with their signers: what a revoked key signed falls. */
export interface Kept {
  readonly root: Root;
  readonly revoke: RevokeStatement | null;
  readonly fresh: Opened<FreshStatement> | null;
  readonly grant: Opened<Grant> | null;
  /** The newest `iat` of what was accepted under this root, ms. */
  readonly floor: number;
}

/**
 * What is kept once a root, revocation list, confirmation of freshness or grant has come. Nothing of it changes unless this
 * returns.
 * @param device whose grants are kept
 * @param clock the device's, ms
 * @throws TrustError as the statement's opening, `older` when one as new is held, `type` for any other statement, `id` for
 *   another device's grant
 */
export function keep(kept: Kept, envelope: Envelope, device: string, clock: number): Kept {
  const at = { root: kept.root, revoke: kept.revoke, now: Math.max(clock, kept.floor) };
  if (envelope.payloadType === payloadTypes.root) return keepRoot(kept, envelope);
  if (envelope.payloadType === payloadTypes.revoke) return keepRevoke(kept, openRevoke(at, envelope).statement);
  if (envelope.payloadType === payloadTypes.fresh) return keepFresh(kept, openFresh(at, envelope));
  if (envelope.payloadType === payloadTypes.grant) return keepGrant(kept, openGrantAt(at, envelope), device);
  throw new TrustError('type', 'this is nothing to keep');
}

/**
 * With a new root time begins anew: orders are good under their own root only, so that none of those before can come back.
 * What was kept stays, as it was right when it came; revoking its signer ends it.
 */
function keepRoot(kept: Kept, envelope: Envelope): Kept {
  return { ...kept, root: nextRoot(kept.root, envelope), floor: 0 };
}

function keepRevoke(kept: Kept, revoke: RevokeStatement): Kept {
  const still = <Statement>(one: Opened<Statement> | null) =>
    one !== null && one.signers.some((id) => revoke.keys.includes(id)) ? null : one;
  return { ...kept, revoke, fresh: still(kept.fresh), grant: still(kept.grant) };
}

function keepFresh(kept: Kept, fresh: Opened<FreshStatement>): Kept {
  if (fresh.statement.iat <= (kept.fresh?.statement.iat ?? -1)) throw new TrustError('older');
  return { ...kept, fresh };
}

function keepGrant(kept: Kept, grant: Opened<Grant>, device: string): Kept {
  if (grant.statement.device !== device) throw new TrustError('id', 'it is for another device');
  if (grant.statement.version <= (kept.grant?.statement.version ?? 0)) throw new TrustError('older');
  return { ...kept, grant };
}
