import { FettleError } from '@fettle/shared/errors';
import { personOf } from './context.ts';
import type { PeopleContext } from './people-context.ts';
import { allow, isAtMost } from './permissions.ts';
import type { Actor, Person, Team } from './types.ts';

/** Somebody and the ids of their teams. */
export type PersonOfTeams = Omit<Person, 'passwordHash'> & { readonly teams: readonly string[] };

/**
 * Everybody who has a site in common with the actor, by name. How others are reached and when they were seen is for
 * managers; everybody else needs their names. @throws FettleError `not_allowed`
 */
export async function listPeople({ people }: Pick<PeopleContext, 'people'>, actor: Actor): Promise<PersonOfTeams[]> {
  allow(actor, 'person.read');
  const [found, teams] = await Promise.all([people.people(actor.scope), people.teams()]);
  const all = isAtMost('manager', actor.role);
  const self = personOf(actor);
  return found.map((person) => {
    const shown = inTeams(person, teams);
    return all || person.id === self ? shown : { ...shown, contacts: [], lastSeenAt: null };
  });
}

/** Who the actor is. @throws FettleError `not_allowed`, `not_found` */
export async function getMe({ store, people }: PeopleContext, actor: Actor): Promise<PersonOfTeams> {
  allow(actor, 'me.own');
  const id = personOf(actor);
  const person = id === null ? null : await store.person(id);
  if (!person) throw new FettleError('not_found');
  return inTeams(person, await people.teams());
}

/** A person as it is shown: with teams, without the password’s hash. */
export async function withTeams({ people }: Pick<PeopleContext, 'people'>, person: Person): Promise<PersonOfTeams> {
  return inTeams(person, await people.teams());
}

function inTeams({ passwordHash: _hash, ...person }: Person, teams: readonly Team[]): PersonOfTeams {
  return { ...person, teams: teams.filter(({ members }) => members.includes(person.id)).map(({ id }) => id) };
}
