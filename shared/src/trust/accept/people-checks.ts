import { isAbove } from '../class.ts';
import { TrustError } from '../errors.ts';
import { keyId } from '../keys.ts';
import { hasQuorum, needOf, requireSite } from '../quorum.ts';
import type { Hearing } from './hearing.ts';

/** Less harm than was signed is no reason to refuse: on a device that is critical the same order is more. */
export function actionClass({ statement, reckoned }: Hearing): void {
  const { class: found, dangers } = reckoned();
  if (isAbove(found, statement().class))
    throw new TrustError('class', `signed as ${statement().class}, it is ${found} (${dangers.join(', ')})`);
}

export function quorum({ statement, signers, held }: Hearing): void {
  const ids = signers().map(keyId);
  const { op } = statement();
  if (!ids.includes(op) || !held.root.roles.operator.keys.includes(op))
    throw new TrustError('quorum', 'the operator that it names did not sign');
  const need = needOf(held.root, statement());
  if (!hasQuorum(held.root, ids, need)) throw new TrustError('quorum', need);
}

/** Each signer may sign for the site that the grant says; one who may not spoils it. */
export function scope({ signers, held }: Hearing): void {
  requireSite(held.root, signers().map(keyId), held.grant?.site);
}
