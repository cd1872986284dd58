import type { PersonId } from '@fettle/shared/ids';
import type { Note } from '../events/index.ts';
import type { Invitation, Person, Scope, Team } from './types.ts';

/** What others may change of a person; what is absent stays. */
export type PersonPatch = Partial<Pick<Person, 'name' | 'role' | 'sites' | 'selector' | 'zone' | 'contacts' | 'state'>>;

/** Each method is one atomic step. Somebody with no site in the scope is not found. */
export interface PeopleStore {
  /** Everybody who has a site in the scope, by name. */
  people(scope: Scope): Promise<Person[]>;
  /** Adds somebody without a password, and the link. Names are compared without case; called twice at once, one wins. */
  invite(person: Person, invitation: Invitation, note: Note): Promise<'invited' | 'name_taken'>;
  /** Puts an invitation in the place of the one before, unless the person is disabled. */
  renewInvitation(invitation: Invitation, note: Note): Promise<'renewed' | 'not_found'>;
  /** Whose invitation it is, if it is not over by then. */
  invited(hash: string, now: number): Promise<Person | null>;
  /**
   * Uses the invitation up: the password is the person's, who is active; sessions they had end. Called twice at once, one
   * wins.
   */
  accept(hash: string, now: number, passwordHash: string, note: Note): Promise<Person | 'invitation_over'>;
  /**
   * Changes somebody, if `version` is still theirs. Who becomes disabled loses sessions, tokens and invitation in the same step.
   * `last_admin`: nobody would be left who is active, admin, at all sites and without a selector; of several such changes
   * at once one is refused.
   */
  changePerson(
    scope: Scope,
    id: PersonId,
    version: number,
    patch: PersonPatch,
    note: Note,
  ): Promise<Person | 'changed_meanwhile' | 'not_found' | 'name_taken' | 'last_admin'>;
  /**
   * Puts a password in the place of `before`; all sessions of the person but `keep` (a hash) end. No new version: nothing
   * of what others change is another.
   */
  changePassword(
    id: PersonId,
    before: string,
    after: string,
    keep: string,
    note: Note,
  ): Promise<'changed' | 'changed_meanwhile'>;

  /** By id, with all their members. Teams are of no site: whoever shows them leaves out whom the reader may not see. */
  teams(): Promise<Team[]>;
  /** Makes (`version` 0) or replaces a team; `version` is the one that was read. */
  putTeam(team: Team, note: Note): Promise<Team | 'changed_meanwhile' | 'person_unknown'>;
  /** Called twice at once, one wins. */
  removeTeam(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
}
