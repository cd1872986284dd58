import { FettleError } from '@fettle/shared/errors';
import { audited, personOf, secretHash } from './context.ts';
import { isWeakPassword } from './password-policy.ts';
import { passwords as ofProcess, type Passwords } from './passwords.ts';
import type { PeopleContext } from './people-context.ts';
import { allow } from './permissions.ts';
import { throttleOf } from './throttle.ts';
import type { Actor } from './types.ts';

export interface PasswordChange {
  /** The one that is valid now: an unlocked screen is no proof of who sits there. */
  readonly password: string;
  readonly next: string;
  /** The session that goes on; all others end. */
  readonly cookie: string;
  readonly address?: string;
}

/**
 * Changes the actor's own password.
 * @throws FettleError `not_allowed`, `password_wrong`, `password_weak`, `changed_meanwhile`, `too_many_requests`
 */
export async function changePassword(
  { store, people, now, passwords = ofProcess }: PeopleContext & { readonly passwords?: Passwords },
  actor: Actor,
  { password, next, cookie, address }: PasswordChange,
): Promise<void> {
  allow(actor, 'me.own');
  const id = personOf(actor);
  const person = id === null ? null : await store.person(id);
  if (!person?.passwordHash) throw new FettleError('not_found');
  const attempt = { name: person.name, ...(address !== undefined && { address }) };
  // Counted as at the door: a session that was taken over must not try passwords faster than a stranger.
  throttleOf(store).begin(attempt, now);
  if (!(await passwords.verify(password, person.passwordHash))) throw new FettleError('password_wrong');
  throttleOf(store).succeeded(attempt);
  if (isWeakPassword(next, person.name)) throw new FettleError('password_weak');
  const hash = await passwords.hash(next);
  const answer = await people.changePassword(person.id, person.passwordHash, hash, secretHash(cookie), {
    events: [],
    audit: [audited(actor, now, 'access.change-password', actor.id)],
  });
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
}
