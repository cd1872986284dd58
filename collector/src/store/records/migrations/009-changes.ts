import type { Kysely } from 'kysely';

/** What altered devices, planned changes, and what remedies ask of incidents and windows. */
export async function changes({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text')
    .addColumn('link', 'text')
    .addColumn('outcome', 'text')
    .addColumn('run', 'text')
    .addColumn('rule', 'text')
    .addColumn('instance', 'text')
    .addColumn('plan', 'text')
    .addColumn('incident', 'text')
    .execute();
  await schema.createIndex('changes_device').on('changes').columns(['device', 'time']).execute();
  await schema.createIndex('changes_time').on('changes').columns(['time', 'id']).execute();
  await schema
    .createTable('change_cursor')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('plans')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.alterTable('incidents').addColumn('remedy', 'text').execute();
  await schema.alterTable('windows').addColumn('devices', 'text').execute();
}
