import { TrustError } from '../errors.ts';
import { keyId } from '../keys.ts';
import type { Hearing } from './hearing.ts';

/** What a revoked key signed is void, whenever it signed and whoever else did. */
export function revoked({ signers, held }: Hearing): void {
  const found = signers()
    .map(keyId)
    .find((id) => held.revoke?.keys.includes(id));
  if (found !== undefined) throw new TrustError('revoked', found);
}

export function tenant({ statement, held }: Hearing): void {
  if (statement().tenant !== held.root.tenant) throw new TrustError('tenant');
}

/**
 * An order is for the root in force and no other: what it means (who may sign, how many, what is bulk) is that root's. A
 * standing order may be of one before: its signers are asked for in the root in force each time.
 */
export function root({ question, statement, held }: Hearing): void {
  const { root: named } = statement();
  const { version } = held.root;
  if (question.kind === 'order' ? named !== version : named > version)
    throw new TrustError('root', `it is of version ${named}, in force is ${version}`);
}

export function rev({ statement, held }: Hearing): void {
  const version = held.revoke?.version ?? 0;
  if (statement().rev > version) throw new TrustError('rev', `it knows version ${statement().rev}, held is ${version}`);
}

export function revokedOrder({ statement, held }: Hearing): void {
  const { id, iat } = statement();
  if (held.revoke?.orders.includes(id)) throw new TrustError('revoked', 'by its id');
  if (iat < (held.revoke?.stop ?? 0)) throw new TrustError('revoked', 'by the stop switch');
}
