import { TrustError } from '../errors.ts';
import type { OrderStatement } from '../order.ts';
import type { Firing } from '../receipt.ts';
import type { StandingStatement } from '../standing.ts';
import { requireIn } from '../times.ts';
import type { Hearing } from './hearing.ts';

/** Trust is fresh until the root or its confirmation ends, whichever comes first. Reading by a standing order goes on without. */
export function fresh({ question, statement, held, clock }: Hearing): void {
  if (question.kind !== 'order' && statement().class === 'read') return;
  if (clock >= Math.min(held.fresh?.until ?? 0, held.root.expires)) throw new TrustError('fresh');
}

/** Signed later than the clock says is no lie where the clock is behind; later than freshness lasts it is. */
export function iat({ statement, held, clock }: Hearing): void {
  if (statement().iat > Math.max(held.fresh?.until ?? 0, clock)) throw new TrustError('iat');
}

/** A firing by the clock has its time; one by a rule has none. */
export function nbf({ question, statement, time }: Hearing): void {
  const from = question.kind === 'firing' ? dueOf(question.firing) : (statement() as OrderStatement).nbf;
  if (time() < from) throw new TrustError('nbf');
}

/** A standing order that says it is over still is good to be kept, but fires no more. */
export function exp({ question, statement, time }: Hearing): void {
  const found = statement();
  if (time() >= found.exp) throw new TrustError('exp');
  if (question.kind === 'firing' && !(found as StandingStatement).enabled)
    throw new TrustError('exp', 'it says itself that it is over');
}

export function window({ statement }: Hearing): void {
  const found = statement();
  requireIn(found.iat, 'nbf' in found ? found.nbf : found.iat, found.exp);
}

/** That it fires is the resident's word; that it has such a trigger is not. */
export function fits({ question, statement }: Hearing): void {
  if (question.kind !== 'firing') return;
  const { trigger } = statement() as StandingStatement;
  const { firing } = question;
  const right =
    trigger.kind === 'rule'
      ? firing.kind === 'rule' &&
        firing.rule === trigger.rule.id &&
        (trigger.severity === 'warning' || firing.severity === 'critical')
      : firing.kind === 'clock';
  if (!right) throw new TrustError('fields', 'this is not what fires it');
}

function dueOf(firing: Firing): number {
  return firing.kind === 'clock' ? firing.due : 0;
}
