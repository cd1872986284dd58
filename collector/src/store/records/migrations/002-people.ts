import type { Kysely } from 'kysely';

/** People are invited, reached, put into teams and held to a selector; tokens have scopes. */
export async function people(db: Kysely<any>): Promise<void> {
  await columns(db);
  const { schema } = db;
  await schema
    .createTable('invitations')
    .addColumn('person', 'text', (column) => column.primaryKey().references('people.id').onDelete('cascade'))
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('teams')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('team_members')
    .addColumn('team', 'text', (column) => column.notNull().references('teams.id').onDelete('cascade'))
    .addColumn('person', 'text', (column) => column.notNull().references('people.id').onDelete('cascade'))
    .addColumn('place', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('team_members_key', ['team', 'person'])
    .execute();
  await schema
    .createTable('people_guard')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('changes', 'bigint', (column) => column.notNull())
    .execute();
  await db.insertInto('people_guard').values({ id: 1, changes: 0 }).execute();
}

/** One column a statement: SQLite takes no more. */
async function columns({ schema }: Kysely<any>): Promise<void> {
  const text = (name: string, before: string) =>
    schema
      .alterTable('people')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(before))
      .execute();
  await text('selector', '');
  await text('zone', 'UTC');
  await text('contacts', '[]');
  await text('state', 'active');
  await schema.alterTable('people').addColumn('last_seen_at', 'bigint').execute();
  await schema.alterTable('api_tokens').addColumn('scopes', 'text').execute();
}
