import type { Kysely } from 'kysely';

/** People and their credentials, devices, facts, events, audit. */
export async function begin(db: Kysely<any>): Promise<void> {
  await access(db);
  await devices(db);
  await inventory(db);
  await logs(db);
}

async function access({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('setup_codes')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('person', 'text', (column) => column.notNull().references('people.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('sessions_expires').on('sessions').column('expires_at').execute();
  await schema
    .createTable('api_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('maker', 'text', (column) => column.references('people.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .execute();
  await schema
    .createTable('roots')
    .addColumn('version', 'bigint', (column) => column.primaryKey())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .execute();
}

async function devices({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('enrolment_tokens')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('labels', 'text', (column) => column.notNull())
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addColumn('used', 'bigint', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('not_after', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('devices')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('kind_chosen', 'integer', (column) => column.notNull())
    .addColumn('os', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('labels', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('sealing_key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_since', 'bigint', (column) => column.notNull())
    .addColumn('enrolled_at', 'bigint', (column) => column.notNull())
    .addColumn('enrolled_with', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('devices_site').on('devices').column('site').execute();
  await schema
    .createTable('sightings')
    .addColumn('device', 'text', (column) => column.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('last_seen', 'bigint')
    .addColumn('sampling_interval', 'bigint', (column) => column.notNull())
    .addColumn('clock_offset', 'bigint', (column) => column.notNull())
    .addColumn('agent_version', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('grants')
    .addColumn('device', 'text', (column) => column.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .execute();
}

async function inventory({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('fact_sheets')
    .addColumn('device', 'text', (column) => column.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('time', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('facts')
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('facts_key', ['device', 'name'])
    .execute();
}

async function logs(db: Kysely<any>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('events')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('device', 'text')
    .addColumn('site', 'text')
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('events_device').on('events').columns(['device', 'sequence']).execute();
  await schema.createIndex('events_kind').on('events').columns(['kind', 'sequence']).execute();
  await schema.createIndex('events_time').on('events').column('time').execute();
  await schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('heads')
    .addColumn('log', 'text', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db
    .insertInto('heads')
    .values([
      { log: 'events', sequence: 0, hash: '' },
      { log: 'audit', sequence: 0, hash: '' },
    ])
    .execute();
}
