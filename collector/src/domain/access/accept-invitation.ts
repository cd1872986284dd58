import { FettleError } from '@fettle/shared/errors';
import { audited, personActor, secretHash } from './context.ts';
import { isWeakPassword } from './password-policy.ts';
import { passwords as ofProcess, type Passwords } from './passwords.ts';
import type { PeopleContext } from './people-context.ts';
import { type NewSession, startSession } from './sessions.ts';

/**
 * Chooses the password of whoever was invited with this code, and signs them in. The code is used up by it.
 * @throws FettleError `invitation_over`, `password_weak`, `too_many_requests`
 */
export async function acceptInvitation(
  { store, people, now, passwords = ofProcess }: PeopleContext & { readonly passwords?: Passwords },
  { code, password }: { readonly code: string; readonly password: string },
): Promise<NewSession> {
  const hash = secretHash(code);
  const invited = await people.invited(hash, now);
  if (!invited) throw new FettleError('invitation_over');
  if (isWeakPassword(password, invited.name)) throw new FettleError('password_weak');
  const { id } = invited;
  const person = await people.accept(hash, now, await passwords.hash(password), {
    events: [{ time: now, kind: 'person.joined', device: null, site: null, detail: { person: id } }],
    audit: [audited(personActor(invited), now, 'access.accept-invitation', `person:${id}`)],
  });
  if (person === 'invitation_over') throw new FettleError(person);
  return startSession({ store, now }, person);
}
