import type { Kysely } from 'kysely';

/** Business services, what was out and when, and the addresses of pages for people without a login. */
export async function services({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('services')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('compositions')
    .addColumn('service', 'text', (column) => column.notNull().references('services.id').onDelete('cascade'))
    .addColumn('from_time', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('compositions_key', ['service', 'from_time'])
    .execute();
  await schema
    .createTable('spells')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('incident', 'text')
    .addColumn('rule', 'text')
    .addColumn('instance', 'text')
    .addColumn('severity', 'text')
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('from_time', 'bigint', (column) => column.notNull())
    .addColumn('to_time', 'bigint')
    .execute();
  await schema.createIndex('spells_from').on('spells').columns(['from_time']).execute();
  await schema.createIndex('spells_to').on('spells').columns(['to_time']).execute();
  await schema.createIndex('spells_device').on('spells').columns(['device', 'from_time']).execute();
  await schema
    .createTable('window_terms')
    .addColumn('window_id', 'text', (column) => column.notNull())
    .addColumn('from_time', 'bigint', (column) => column.notNull())
    .addColumn('to_time', 'bigint')
    .addColumn('opens', 'text', (column) => column.notNull())
    .addColumn('devices', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('window_terms_key', ['window_id', 'from_time'])
    .execute();
  await schema
    .createTable('spell_cursor')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('service_states')
    .addColumn('service', 'text', (column) => column.primaryKey().references('services.id').onDelete('cascade'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('public_links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
}
