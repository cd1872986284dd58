import type { PersonId } from '@fettle/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { PeopleStore, PersonPatch } from '../../domain/access/index.ts';
import type { Invitation, Person, Scope, Team } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import { writeNote } from './note.ts';
import { nameKey, patchRow, personRow, toPerson } from './person-rows.ts';
import type { Schema } from './schema.ts';
import { sharesSite } from './scope.ts';
import { readTeams, removeTeam, writeTeam } from './teams.ts';

export class PeopleRecords implements PeopleStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async people(scope: Scope): Promise<Person[]> {
    const rows = await this.#db.selectFrom('people').selectAll().execute();
    // Sorted here, because databases differ in how they order text.
    return rows
      .map(toPerson)
      .filter(({ sites }) => sharesSite(scope, sites))
      .toSorted((a, b) => order(nameKey(a.name), nameKey(b.name)));
  }

  async invite(person: Person, invitation: Invitation, note: Note): Promise<'invited' | 'name_taken'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('people')
        .values(personRow(person))
        .onConflict((conflict) => conflict.column('name_key').doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'name_taken';
      await putInvitation(transaction, invitation);
      await writeNote(transaction, note);
      return 'invited';
    });
  }

  async renewInvitation(invitation: Invitation, note: Note): Promise<'renewed' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await locked(transaction, invitation.person))) return 'not_found';
      await putInvitation(transaction, invitation);
      await writeNote(transaction, note);
      return 'renewed';
    });
  }

  async invited(hash: string, now: number): Promise<Person | null> {
    const row = await this.#db
      .selectFrom('people')
      .innerJoin('invitations', 'invitations.person', 'people.id')
      .selectAll('people')
      .where('invitations.hash', '=', hash)
      .where('invitations.expires_at', '>', now)
      .executeTakeFirst();
    return row ? toPerson(row) : null;
  }

  async accept(hash: string, now: number, passwordHash: string, note: Note): Promise<Person | 'invitation_over'> {
    return this.#db.transaction().execute(async (transaction) => {
      const found = await transaction
        .selectFrom('invitations')
        .select('person')
        .where('hash', '=', hash)
        .executeTakeFirst();
      if (!found) return 'invitation_over';
      const { person } = found;
      if (!(await locked(transaction, person))) return 'invitation_over';
      const { numDeletedRows } = await transaction
        .deleteFrom('invitations')
        .where('hash', '=', hash)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return 'invitation_over';
      const row = await transaction
        .updateTable('people')
        .set((eb) => ({ password_hash: passwordHash, state: 'active', version: eb('version', '+', 1) }))
        .where('id', '=', person)
        .returningAll()
        .executeTakeFirstOrThrow();
      await transaction.deleteFrom('sessions').where('person', '=', person).execute();
      await writeNote(transaction, note);
      return toPerson(row);
    });
  }

  async changePerson(
    scope: Scope,
    id: PersonId,
    version: number,
    patch: PersonPatch,
    note: Note,
  ): Promise<Person | 'changed_meanwhile' | 'not_found' | 'name_taken' | 'last_admin'> {
    return this.#db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('people_guard')
        .set((eb) => ({ changes: eb('changes', '+', 1) }))
        .execute();
      const before = await transaction.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
      if (!before || !sharesSite(scope, toPerson(before).sites)) return 'not_found';
      if (before.version !== version) return 'changed_meanwhile';
      const after = { ...toPerson(before), ...patch };
      if (isFullAdmin(toPerson(before)) && !isFullAdmin(after) && !(await otherAdmin(transaction, id))) {
        return 'last_admin';
      }
      if (await nameTaken(transaction, id, after.name)) return 'name_taken';
      const row = await transaction
        .updateTable('people')
        .set({ ...patchRow(patch), version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version)
        .returningAll()
        .executeTakeFirst();
      if (!row) return 'changed_meanwhile';
      if (patch.state === 'disabled') await shutOut(transaction, id);
      await writeNote(transaction, note);
      return toPerson(row);
    });
  }

  async changePassword(
    id: PersonId,
    before: string,
    after: string,
    keep: string,
    note: Note,
  ): Promise<'changed' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('people')
        .set({ password_hash: after })
        .where('id', '=', id)
        .where('password_hash', '=', before)
        .where('state', '=', 'active')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      await transaction.deleteFrom('sessions').where('person', '=', id).where('hash', '!=', keep).execute();
      await transaction.deleteFrom('invitations').where('person', '=', id).execute();
      await writeNote(transaction, note);
      return 'changed';
    });
  }

  teams(): Promise<Team[]> {
    return readTeams(this.#db);
  }

  async putTeam(team: Team, note: Note): Promise<Team | 'changed_meanwhile' | 'person_unknown'> {
    return this.#db.transaction().execute(async (transaction) => {
      const answer = await writeTeam(transaction, team);
      if (typeof answer !== 'string') await writeNote(transaction, note);
      return answer;
    });
  }

  async removeTeam(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const answer = await removeTeam(transaction, id, version);
      if (answer === 'removed') await writeNote(transaction, note);
      return answer;
    });
  }
}

/**
 * A write that changes nothing locks a person who is not disabled. Every step takes the person first: two that meet wait for
 * each other and do not lock each other out.
 */
async function locked(transaction: Transaction<Schema>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('people')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .where('state', '!=', 'disabled')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function putInvitation(transaction: Transaction<Schema>, invitation: Invitation): Promise<void> {
  const { person, hash, createdAt: created_at, expiresAt: expires_at } = invitation;
  const link = { hash, created_at, expires_at };
  await transaction
    .insertInto('invitations')
    .values({ person, ...link })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(link))
    .execute();
}

const isFullAdmin = ({ role, sites, selector, state }: Person) =>
  state === 'active' && role === 'admin' && sites === 'all' && selector === '';

async function otherAdmin(transaction: Transaction<Schema>, id: PersonId): Promise<boolean> {
  const admins = await transaction
    .selectFrom('people')
    .selectAll()
    .where('role', '=', 'admin')
    .where('id', '!=', id)
    .execute();
  return admins.map(toPerson).some(isFullAdmin);
}

async function nameTaken(transaction: Transaction<Schema>, id: PersonId, name: string): Promise<boolean> {
  const other = await transaction
    .selectFrom('people')
    .select('id')
    .where('name_key', '=', nameKey(name))
    .where('id', '!=', id)
    .executeTakeFirst();
  return other !== undefined;
}

/** Ends all with which a person could come in. */
async function shutOut(transaction: Transaction<Schema>, id: PersonId): Promise<void> {
  await transaction.deleteFrom('sessions').where('person', '=', id).execute();
  await transaction.deleteFrom('api_tokens').where('maker', '=', id).execute();
  await transaction.deleteFrom('invitations').where('person', '=', id).execute();
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
