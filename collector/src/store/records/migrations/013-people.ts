import { type Kysely, sql } from 'kysely';

/** What people cost and what they leave to each other; and a way to what they did to incidents. */
export async function manpower({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('value_settings')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('hand_over_notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_by_name', 'text', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('hand_over_notes_time').on('hand_over_notes').columns(['time', 'id']).execute();
  // Few lines of timelines are of people.
  await schema
    .createIndex('timelines_deeds')
    .on('timelines')
    .columns(['time', 'incident'])
    .where(sql.ref('actor'), 'is not', null)
    .execute();
  await schema.createIndex('incidents_resolved').on('incidents').column('resolved_at').execute();
}
