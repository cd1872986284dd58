import type { PersonId } from '@fettle/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { Team } from '../../domain/access/types.ts';
import type { Schema } from './schema.ts';

export async function readTeams(db: Kysely<Schema>): Promise<Team[]> {
  const rows = await db.selectFrom('teams').selectAll().orderBy('id').execute();
  const members = await db.selectFrom('team_members').selectAll().orderBy('place').execute();
  return rows.map(({ id, name, version }) => ({
    id,
    name,
    members: members.filter(({ team }) => team === id).map(({ person }) => person as PersonId),
    version,
  }));
}

/** Makes the team (`version` 0) or replaces the one of this version. */
export async function writeTeam(
  transaction: Transaction<Schema>,
  { id, name, members, version }: Team,
): Promise<Team | 'changed_meanwhile' | 'person_unknown'> {
  if (!(await allKnown(transaction, members))) return 'person_unknown';
  const next = { id, name, version: version + 1 };
  const written =
    version === 0
      ? await transaction
          .insertInto('teams')
          .values(next)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('teams')
          .set(next)
          .where('id', '=', id)
          .where('version', '=', version)
          .returning('id')
          .executeTakeFirst();
  if (!written) return 'changed_meanwhile';
  await transaction.deleteFrom('team_members').where('team', '=', id).execute();
  const rows = members.map((person, place) => ({ team: id, person, place }));
  if (rows.length > 0) await transaction.insertInto('team_members').values(rows).execute();
  return { ...next, members };
}

/** Its members go with it. */
export async function removeTeam(
  transaction: Transaction<Schema>,
  id: string,
  version: number,
): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
  // The team first, by a write that changes nothing: whoever changes it at the same time comes before or after.
  const row = await transaction
    .updateTable('teams')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirst();
  if (!row) return 'not_found';
  if (row.version !== version) return 'changed_meanwhile';
  await transaction.deleteFrom('team_members').where('team', '=', id).execute();
  await transaction.deleteFrom('teams').where('id', '=', id).execute();
  return 'removed';
}

async function allKnown(transaction: Transaction<Schema>, members: readonly PersonId[]): Promise<boolean> {
  if (members.length === 0) return true;
  const rows = await transaction
    .selectFrom('people')
    .select('id')
    .where('id', 'in', members as readonly string[])
    .execute();
  return rows.length === new Set(members).size;
}
