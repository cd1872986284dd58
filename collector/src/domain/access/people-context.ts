import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import type { AccessContext } from './context.ts';
import type { PeopleStore } from './people-store.ts';
import { isAtMost } from './permissions.ts';
import { covers, overlaps, scopeOf } from './scope.ts';
import type { Actor, Person } from './types.ts';

/** What the verbs about people need. */
export interface PeopleContext extends AccessContext {
  readonly people: PeopleStore;
}

/** Somebody whom the actor may know of. @throws FettleError `not_found` */
export async function knownPerson({ store }: Pick<PeopleContext, 'store'>, actor: Actor, id: string): Promise<Person> {
  const person = await store.person(id as PersonId);
  if (!person || !overlaps(actor.scope, person)) throw new FettleError('not_found');
  return person;
}

/** Nobody gives, takes or changes rights that are not all their own. @throws FettleError `not_allowed` */
export function allowRights(actor: Actor, rights: Pick<Person, 'role' | 'sites' | 'selector'>): void {
  if (isAtMost(rights.role, actor.role) && covers(actor.scope, scopeOf(rights))) return;
  throw new FettleError('not_allowed', 'This is about rights that you do not have yourself.');
}
