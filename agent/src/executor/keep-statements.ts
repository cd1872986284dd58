/** Roots, revocations, freshness, grants and standing orders: each is verified and kept, or dropped with a reason. */
import { accept } from '@fettle/shared/trust/accept/accept';
import type { Held } from '@fettle/shared/trust/accept/question';
import { firstRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { keep } from '@fettle/shared/trust/keep';
import type { StandingStatement } from '@fettle/shared/trust/standing';
import type { Clock } from './clock.ts';
import { type Folder, readPin } from './folder.ts';
import { newVersion } from '@fettle/shared/trust/firings';

/** @param held null until the first root is here @returns null, or why it is not kept */
export function keepStatement(
  folder: Folder,
  clock: Clock,
  held: () => Held | null,
  envelope: Envelope,
): string | null {
  try {
    const [pin, kept] = [readPin(folder.path), folder.kept()];
    if (pin === null) return 'not_pinned';
    if (kept === null) {
      const root = firstRoot(envelope, pin.fingerprint);
      folder.keep({ root, revoke: null, fresh: null, grant: null, floor: 0 });
    } else if (envelope.payloadType === payloadTypes.standing) return keepStanding(folder, held(), envelope);
    else folder.keep(keep(kept, envelope, pin.device, clock.now()));
    return null;
  } catch (error) {
    if (error instanceof TrustError) return error.code;
    throw error;
  }
}

function keepStanding(folder: Folder, held: Held | null, envelope: Envelope): string | null {
  const verdict = held === null ? null : accept({ kind: 'standing', envelope }, held);
  if (verdict?.verdict !== 'accepted') return verdict?.verdict === 'refused' ? verdict.code : 'root';
  const statement = verdict.statement as StandingStatement;
  folder.keepStanding(statement.id, newVersion(envelope, statement, folder.standing.get(statement.id)));
  return null;
}

/** Standing orders that would be accepted if they came now. */
export function inForce(folder: Folder, held: Held): Envelope[] {
  const anew = { ...held, history: () => null };
  return [...folder.standing.values()]
    .filter(({ statement, envelope }) => {
      return statement.enabled && accept({ kind: 'standing', envelope }, anew).verdict === 'accepted';
    })
    .map(({ envelope }) => envelope);
}
