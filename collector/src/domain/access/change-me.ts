import { FettleError } from '@fettle/shared/errors';
import { checkedPatch } from './change-person.ts';
import { audited, personOf } from './context.ts';
import type { PeopleContext } from './people-context.ts';
import { allow } from './permissions.ts';
import { differing } from './person-difference.ts';
import { type Actor, everywhere, type Person } from './types.ts';

export interface MeChange extends Partial<Pick<Person, 'name' | 'zone' | 'contacts'>> {
  /** The version that was read. */
  readonly version: number;
}

/**
 * Changes what anybody may change of themselves; without a difference nothing is written.
 * @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile`, `input_invalid`, `name_taken`
 */
export async function changeMe(
  { store, people, now }: PeopleContext,
  actor: Actor,
  { version, name, zone, contacts }: MeChange,
): Promise<Person> {
  allow(actor, 'me.own');
  const id = personOf(actor);
  const person = id === null ? null : await store.person(id);
  if (!person) throw new FettleError('not_found');
  if (person.version !== version) throw new FettleError('changed_meanwhile');
  const wanted = checkedPatch({
    ...(name !== undefined && { name }),
    ...(zone !== undefined && { zone }),
    ...(contacts !== undefined && { contacts }),
  });
  const { patch, changes } = differing(person, wanted);
  if (Object.keys(patch).length === 0) return person;
  const answer = await people.changePerson(everywhere, person.id, version, patch, {
    events: [{ time: now, kind: 'person.changed', device: null, site: null, detail: { person: person.id } }],
    audit: [audited(actor, now, 'access.change-me', actor.id, { changes })],
  });
  if (typeof answer === 'string') throw new FettleError(answer);
  return answer;
}
