import type { Kysely } from 'kysely';

/** What people ask for, what is to get better, and projects. */
export async function requests({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('request_items')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('device', 'text')
    .addColumn('site', 'text')
    .addColumn('asker_kind', 'text', (column) => column.notNull())
    .addColumn('asker_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('requests_key', ['device', 'key'])
    .execute();
  await schema.createIndex('requests_time').on('requests').columns(['asked_at', 'id']).execute();
  await schema.createIndex('requests_state').on('requests').columns(['state', 'asked_at']).execute();
  await schema.createIndex('requests_device').on('requests').columns(['device', 'asked_at']).execute();
  await schema.createIndex('requests_asker').on('requests').columns(['asker_kind', 'asker_id', 'asked_at']).execute();
  await schema
    .createTable('request_cursor')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .execute();
  for (const table of ['improvements', 'projects'] as const) {
    await schema
      .createTable(table)
      .addColumn('id', 'bigint', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .execute();
  }
}
