import { FettleError } from '@fettle/shared/errors';
import { audited } from './context.ts';
import { allowRights, knownPerson, type PeopleContext } from './people-context.ts';
import type { PersonPatch } from './people-store.ts';
import { allow } from './permissions.ts';
import { checkedContacts, checkedSelector, checkedSites, checkedZone, personName } from './person-texts.ts';
import { differing, type Difference } from './person-difference.ts';
import type { Actor, Person, PersonState } from './types.ts';

export interface PersonChange extends Omit<PersonPatch, 'state'> {
  readonly id: string;
  /** The version that was read. */
  readonly version: number;
  readonly disabled?: boolean;
}

/**
 * Changes somebody; without a difference nothing is written. Who is disabled is out at once, with all sessions and tokens.
 * @throws FettleError `not_found`, `not_allowed`, also for rights above the actor's own, before or after;
 * `changed_meanwhile`, `input_invalid`, `name_taken`, `last_admin`
 */
export async function changePerson(
  { store, people, now }: PeopleContext,
  actor: Actor,
  { id, version, disabled, ...input }: PersonChange,
): Promise<Person> {
  allow(actor, 'person.manage');
  const person = await knownPerson({ store }, actor, id);
  allowRights(actor, person);
  if (person.version !== version) throw new FettleError('changed_meanwhile');
  const wanted = { ...checkedPatch(input), ...(disabled !== undefined && { state: stateOf(person, disabled) }) };
  allowRights(actor, { ...person, ...wanted });
  const { patch, changes } = differing(person, wanted);
  if (Object.keys(patch).length === 0) return person;
  const answer = await people.changePerson(actor.scope, person.id, version, patch, {
    events: [{ time: now, kind: kindOf(patch), device: null, site: null, detail: { person: person.id } }],
    audit: [audited(actor, now, 'access.change-person', `person:${person.id}`, { changes })],
  });
  if (typeof answer === 'string') throw new FettleError(answer);
  return answer;
}

/** @throws FettleError `input_invalid` */
export function checkedPatch({ name, role, sites, selector, zone, contacts }: PersonPatch): PersonPatch {
  return {
    ...(name !== undefined && { name: personName(name) }),
    ...(role !== undefined && { role }),
    ...(sites !== undefined && { sites: checkedSites(sites) }),
    ...(selector !== undefined && { selector: checkedSelector(selector) }),
    ...(zone !== undefined && { zone: checkedZone(zone) }),
    ...(contacts !== undefined && { contacts: checkedContacts(contacts) }),
  };
}

function stateOf({ state, passwordHash }: Person, disabled: boolean): PersonState {
  if (disabled) return 'disabled';
  if (state !== 'disabled') return state;
  return passwordHash === null ? 'invited' : 'active';
}

function kindOf({ state }: Difference['patch']): string {
  if (state === undefined) return 'person.changed';
  return state === 'disabled' ? 'person.disabled' : 'person.enabled';
}
