import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { audited, newId, secretHash } from './context.ts';
import { allowRights, knownPerson, type PeopleContext } from './people-context.ts';
import { allow } from './permissions.ts';
import { checkedContacts, checkedSelector, checkedSites, checkedZone, personName } from './person-texts.ts';
import type { Actor, Invitation, Person } from './types.ts';

export type Invitee = Pick<Person, 'name' | 'role' | 'sites' | 'selector' | 'zone' | 'contacts'>;

/** A link is good for so long. */
export const invitationMs = 72 * 3_600_000;

export interface Invited {
  readonly person: Person;
  /** What the link carries: 32 random bytes, base64url. It is given this once; only its hash is kept. */
  readonly code: string;
  readonly expiresAt: number;
}

/**
 * Adds somebody, who chooses a password with the code.
 * @throws FettleError `not_allowed`, also for more rights than the actor's own; `input_invalid`, `name_taken`
 */
export async function invitePerson(
  { people, now }: Pick<PeopleContext, 'people' | 'now'>,
  actor: Actor,
  input: Invitee,
): Promise<Invited> {
  allow(actor, 'person.manage');
  const described = {
    name: personName(input.name),
    role: input.role,
    sites: checkedSites(input.sites),
    selector: checkedSelector(input.selector),
    zone: checkedZone(input.zone),
    contacts: checkedContacts(input.contacts),
  };
  allowRights(actor, described);
  const person: Person = {
    id: newId('p') as PersonId,
    ...described,
    state: 'invited',
    passwordHash: null,
    lastSeenAt: null,
    createdAt: now,
    version: 1,
  };
  const { id } = person;
  const { code, invitation } = newInvitation(id, now);
  const { name, role, sites, selector } = described;
  const answer = await people.invite(person, invitation, {
    events: [{ time: now, kind: 'person.created', device: null, site: null, detail: { person: id, role } }],
    audit: [audited(actor, now, 'access.invite-person', `person:${id}`, { name, role, sites, selector })],
  });
  if (answer === 'name_taken') throw new FettleError('name_taken');
  return { person, code, expiresAt: invitation.expiresAt };
}

/**
 * Gives somebody a new link, also who has lost the password; the link before is over.
 * @throws FettleError `not_allowed`, `not_found`, also for who is disabled
 */
export async function renewInvitation(
  { store, people, now }: PeopleContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Invited> {
  allow(actor, 'person.manage');
  const person = await knownPerson({ store }, actor, id);
  allowRights(actor, person);
  const { code, invitation } = newInvitation(person.id, now);
  const answer = await people.renewInvitation(invitation, {
    events: [{ time: now, kind: 'person.invited', device: null, site: null, detail: { person: person.id } }],
    audit: [audited(actor, now, 'access.renew-invitation', `person:${person.id}`)],
  });
  if (answer === 'not_found')
    throw new FettleError('not_found', 'Who is disabled cannot be invited. Enable them first.');
  return { person, code, expiresAt: invitation.expiresAt };
}

function newInvitation(person: PersonId, now: number): { code: string; invitation: Invitation } {
  const code = randomBytes(32).toString('base64url');
  return { code, invitation: { hash: secretHash(code), person, createdAt: now, expiresAt: now + invitationMs } };
}
