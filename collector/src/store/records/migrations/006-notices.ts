import type { Kysely } from 'kysely';

/** Where notices go, what is to be told of each incident, and what was sent. */
export async function notices(db: Kysely<any>): Promise<void> {
  await places(db);
  await threads(db);
  await deliveries(db);
}

async function places({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('channels')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('leads_to', 'text', (column) => column.notNull())
    .addColumn('secret', 'text')
    .addColumn('last_time', 'bigint')
    .addColumn('last_ok', 'integer')
    .addColumn('last_answer', 'text')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('routes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('place', 'bigint', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('rosters')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('roster_overrides')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('roster', 'text', (column) => column.notNull().references('rosters.id').onDelete('cascade'))
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('begins', 'bigint', (column) => column.notNull())
    .addColumn('ends', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('roster_overrides_roster').on('roster_overrides').column('roster').execute();
  await schema
    .createTable('heartbeat')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('every_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_time', 'bigint')
    .addColumn('last_ok', 'integer')
    .addColumn('last_answer', 'text')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
}

async function threads({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('notice_cursor')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('notice_threads')
    .addColumn('incident', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('telling', 'text')
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('begun', 'bigint', (column) => column.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('turn', 'bigint', (column) => column.notNull())
    .addColumn('told_severity', 'text')
    .addColumn('progress', 'text', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('notice_threads_next').on('notice_threads').column('next_at').execute();
  await schema.createIndex('notice_threads_since').on('notice_threads').columns(['telling', 'since']).execute();
  await schema
    .createTable('notice_stages')
    .addColumn('incident', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('passed', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_stages_key', ['incident', 'number'])
    .execute();
  await schema.createIndex('notice_stages_time').on('notice_stages').column('time').execute();
}

async function deliveries({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('site', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('notice', 'text', (column) => column.notNull())
    .addColumn('others', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('next_at', 'bigint')
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('link_used_at', 'bigint')
    .execute();
  await schema.createIndex('deliveries_next').on('deliveries').column('next_at').execute();
  await schema.createIndex('deliveries_created').on('deliveries').columns(['created_at', 'id']).execute();
  await schema
    .createTable('delivery_incidents')
    .addColumn('delivery', 'text', (column) => column.notNull().references('deliveries.id').onDelete('cascade'))
    .addColumn('incident', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('delivery_incidents_key', ['delivery', 'incident'])
    .execute();
  await schema.createIndex('delivery_incidents_incident').on('delivery_incidents').column('incident').execute();
}
