import { TrustError } from '../errors.ts';
import type { OrderStatement } from '../order.ts';
import { fits } from '../scope.ts';
import type { StandingStatement } from '../standing.ts';
import { namesHost, verifyPath } from '../targets.ts';
import type { Hearing } from './hearing.ts';

/** Whoever brings the path has not signed it: it may be anything. */
export function targetId({ question, statement, held }: Hearing): void {
  const { targets } = statement() as OrderStatement;
  if (question.kind === 'order' && !verifyPath(targets.hash, targets.count, question.path, held.device.id))
    throw new TrustError('target-id');
}

/** A device that was given another name since, or another one's key, is not the one that was meant. */
export function targetHost({ question, held }: Hearing): void {
  if (question.kind === 'order' && !namesHost(question.path, held.device.host))
    throw new TrustError('target-host', `this is ${held.device.host}`);
}

export function selector({ statement, held }: Hearing): void {
  const { grant, device } = held;
  if (grant === null || grant.device !== device.id) throw new TrustError('selector', 'there is no grant here');
  if (!fits((statement() as StandingStatement).selector, grant)) throw new TrustError('selector');
}
