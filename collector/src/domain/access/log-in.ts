import { FettleError } from '@fettle/shared/errors';
import type { EventStore } from '../events/index.ts';
import type { AccessContext } from './context.ts';
import { type FailureReason, loginFailuresOf } from './login-failures.ts';
import { passwords as ofProcess, type Passwords } from './passwords.ts';
import { type NewSession, startSession } from './sessions.ts';
import { throttleOf } from './throttle.ts';
import type { Person } from './types.ts';

export interface Login {
  readonly name: string;
  readonly password: string;
  /** From where, as far as it can be known; failures are counted by it too. */
  readonly address?: string;
}

export interface LoginPorts extends AccessContext {
  readonly events: Pick<EventStore, 'record'>;
  readonly passwords?: Passwords;
}

/**
 * Begins a session. A name that nobody has takes as long as a wrong password and gets the same answer; only the audit log
 * knows the reason.
 * @throws FettleError `login_failed`, `too_many_requests`
 */
export async function logIn(ports: LoginPorts, login: Login): Promise<NewSession> {
  const { store, now, passwords = ofProcess } = ports;
  const throttle = throttleOf(store);
  try {
    throttle.begin(login, now);
  } catch (error) {
    await auditFailure(ports, login, 'too_many_requests', null);
    throw error;
  }
  const person = await store.personNamed(login.name);
  const fits = await passwords.verify(login.password, person?.passwordHash ?? null);
  if (!person || !fits || person.state !== 'active') {
    await auditFailure(ports, login, reasonOf(person, fits), person);
    throw new FettleError('login_failed');
  }
  throttle.succeeded(login);
  return startSession({ store, now }, person);
}

function reasonOf(person: Person | null, fits: boolean): FailureReason {
  if (!person) return 'name_unknown';
  return fits ? 'person_disabled' : 'password_wrong';
}

/** A name that nobody has is not written down: people type passwords there. */
async function auditFailure(
  { store, events, now }: LoginPorts,
  login: Login,
  reason: FailureReason,
  person: Person | null,
): Promise<void> {
  const due = loginFailuresOf(store).due(reason, login, now);
  if (due === null) return;
  const { address } = login;
  const detail = {
    reason,
    ...(address !== undefined && { address }),
    ...(due.leftOut > 0 && { leftOut: due.leftOut }),
  };
  const target = person ? `person:${person.id}` : 'person:unknown';
  await events.record({
    events: [],
    audit: [{ time: now, actor: 'nobody', action: 'access.log-in-failed', target, detail }],
  });
}
