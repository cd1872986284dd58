import { FettleError } from '@fettle/shared/errors';
import type { AccessContext } from './context.ts';
import { passwords as ofProcess, type Passwords } from './passwords.ts';
import { type NewSession, startSession } from './sessions.ts';
import { throttleOf } from './throttle.ts';

export interface Login {
  readonly name: string;
  readonly password: string;
  /** From where, as far as it can be known; failures are counted by it too. */
  readonly address?: string;
}

/**
 * Begins a session. A name that nobody has takes as long as a wrong password and gets the same answer.
 * @throws FettleError `login_failed`, `too_many_requests`
 */
export async function logIn(
  { store, now, passwords = ofProcess }: AccessContext & { readonly passwords?: Passwords },
  login: Login,
): Promise<NewSession> {
  const throttle = throttleOf(store);
  throttle.begin(login, now);
  const person = await store.personNamed(login.name);
  const fits = await passwords.verify(login.password, person?.passwordHash ?? null);
  if (!person || !fits) throw new FettleError('login_failed');
  throttle.succeeded(login);
  return startSession({ store, now }, person);
}
