import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type AccessContext, audited, newId, personActor } from './context.ts';
import { isWeakPassword } from './password-policy.ts';
import { passwords as ofProcess, type Passwords } from './passwords.ts';
import { personName } from './person-texts.ts';
import { setupCodeHash } from './setup-code.ts';
import type { Person } from './types.ts';

export interface SetUp {
  readonly code: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Makes the first administrator, with the code from the collector's console.
 * @throws FettleError `setup_done`, `setup_code_wrong`, `password_weak`, `input_invalid`, `too_many_requests`
 */
export async function setUp(
  { store, now, passwords = ofProcess }: AccessContext & { readonly passwords?: Passwords },
  input: SetUp,
): Promise<Person> {
  if (await store.anyPerson()) throw new FettleError('setup_done');
  const name = personName(input.name);
  if (isWeakPassword(input.password, name)) throw new FettleError('password_weak');
  const passwordHash = await passwords.hash(input.password);
  const id = newId('p') as PersonId;
  const person: Person = {
    id,
    name,
    role: 'admin',
    sites: 'all',
    selector: '',
    zone: 'UTC',
    contacts: [],
    state: 'active',
    passwordHash,
    lastSeenAt: null,
    createdAt: now,
    version: 1,
  };
  const actor = personActor(person);
  const answer = await store.firstPerson(person, setupCodeHash(input.code), now, {
    events: [{ time: now, kind: 'person.created', device: null, site: null, detail: { person: id, role: 'admin' } }],
    audit: [audited(actor, now, 'access.set-up', actor.id, { name, role: 'admin' })],
  });
  if (answer !== 'made') throw new FettleError(answer);
  return person;
}
