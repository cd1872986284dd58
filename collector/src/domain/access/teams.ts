import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { audited } from './context.ts';
import type { PeopleContext } from './people-context.ts';
import { allow } from './permissions.ts';
import type { Actor, Team } from './types.ts';

/** Every team, by id, with those of its members whom the actor may know of. @throws FettleError `not_allowed` */
export async function listTeams({ people }: Pick<PeopleContext, 'people'>, actor: Actor): Promise<Team[]> {
  allow(actor, 'team.read');
  const known = await knownIds({ people }, actor);
  return (await people.teams()).map((team) => ({ ...team, members: team.members.filter((id) => known.has(id)) }));
}

export interface TeamPut {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  /** The version that was read; 0 makes one. */
  readonly version: number;
}

/**
 * Makes a team or replaces it. Members whom the actor may not know of stay, after those who are named.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`
 */
export async function putTeam(
  { people, now }: Pick<PeopleContext, 'people' | 'now'>,
  actor: Actor,
  { id, name, members, version }: TeamPut,
): Promise<Team> {
  allow(actor, 'team.manage');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw new FettleError('input_invalid', 'A team’s id is small letters, digits and dashes, at most 64.');
  }
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name)) {
    throw new FettleError('input_invalid', 'A team’s name has 1 to 128 visible characters.');
  }
  const known = await knownIds({ people }, actor);
  const named = [...new Set(members as readonly PersonId[])];
  const stranger = named.find((member) => !known.has(member));
  if (stranger !== undefined) throw new FettleError('input_invalid', `There is nobody with the id ${stranger}.`);
  const before = (await people.teams()).find((team) => team.id === id);
  const hidden = before?.members.filter((member) => !known.has(member)) ?? [];
  const team = { id, name: name.trim(), members: [...named, ...hidden], version };
  const answer = await people.putTeam(team, {
    events: [{ time: now, kind: 'team.changed', device: null, site: null, detail: { team: id } }],
    audit: [audited(actor, now, 'access.put-team', `team:${id}`, { name: team.name, members: team.members })],
  });
  if (answer === 'person_unknown') throw new FettleError('input_invalid', 'One of these people is no more.');
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return { ...answer, members: named };
}

export interface TeamUses {
  /** What names a team, as people call it: `route night`. */
  readonly usedBy: (team: string) => Promise<readonly string[]>;
}

/**
 * Takes a team away, unless something names it: a notice that leads to it would fall through.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `changed_meanwhile`
 */
export async function deleteTeam(
  { people, now, usedBy }: Pick<PeopleContext, 'people' | 'now'> & TeamUses,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'team.manage');
  const uses = await usedBy(id);
  if (uses.length > 0) {
    throw new FettleError('input_invalid', `The team ${id} is told by ${uses.join(', ')}. Change that first.`);
  }
  const answer = await people.removeTeam(id, version, {
    events: [{ time: now, kind: 'team.deleted', device: null, site: null, detail: { team: id } }],
    audit: [audited(actor, now, 'access.delete-team', `team:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

async function knownIds({ people }: Pick<PeopleContext, 'people'>, actor: Actor): Promise<ReadonlySet<PersonId>> {
  return new Set((await people.people(actor.scope)).map(({ id }) => id));
}
