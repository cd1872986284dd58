import type { Kysely } from 'kysely';

/** Limits that no device measures, seats as they were counted, and forecasts as they were reckoned last. */
export async function capacity({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('capacity_limits')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('capacity_counts')
    .addColumn('limit_id', 'text', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('capacity_counts_key', ['limit_id', 'day'])
    .execute();
  await schema
    .createTable('forecasts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('device', 'text')
    .addColumn('site', 'text')
    .addColumn('full_at', 'bigint')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('forecasts_owner').on('forecasts').column('owner').execute();
  await schema.createIndex('forecasts_full').on('forecasts').column('full_at').execute();
}
