import type { Kysely } from 'kysely';

/** What devices hold of their trust, signed orders with their runs and receipts, standing orders. */
export async function orders(db: Kysely<any>): Promise<void> {
  await trustTables(db);
  await orderTables(db);
  await runTable(db);
  await resultTables(db);
  await standingTables(db);
}

async function trustTables({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('trust_statements')
    .addColumn('kind', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('holdings')
    .addColumn('device', 'text', (column) => column.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('root', 'bigint', (column) => column.notNull())
    .addColumn('rev', 'bigint', (column) => column.notNull())
    .addColumn('fresh', 'bigint', (column) => column.notNull())
    .addColumn('grant_version', 'bigint', (column) => column.notNull())
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('executor', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('device_evidence')
    .addColumn('device', 'text', (column) => column.primaryKey().references('devices.id').onDelete('cascade'))
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .execute();
}

async function orderTables({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('order_drafts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('orders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('class', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('why', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('signed_at', 'bigint', (column) => column.notNull())
    .addColumn('signers', 'text', (column) => column.notNull())
    .addColumn('submitted_by', 'text', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('targets', 'integer', (column) => column.notNull())
    .addColumn('ring', 'integer', (column) => column.notNull())
    .addColumn('rings', 'integer', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('steps', 'text', (column) => column.notNull())
    .addColumn('dangers', 'text', (column) => column.notNull())
    .addColumn('scripts', 'text', (column) => column.notNull())
    .addColumn('sites', 'text', (column) => column.notNull())
    .addColumn('incident', 'text')
    .addColumn('change', 'text')
    .addColumn('draft', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('order_rings')
    .addColumn('order_id', 'text', (column) => column.notNull().references('orders.id'))
    .addColumn('ring', 'integer', (column) => column.notNull())
    .addColumn('statement', 'text', (column) => column.notNull().unique())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('targets', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('forgiven', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('order_rings_key', ['order_id', 'ring'])
    .execute();
  await schema.createIndex('orders_state').on('orders').columns(['state']).execute();
  await schema.createIndex('orders_signed').on('orders').columns(['signed_at', 'id']).execute();
}

async function runTable({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('statement', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('ring', 'integer', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('run', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('exit', 'bigint')
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('last_line', 'text')
    .addColumn('remark', 'text')
    .addColumn('queued_at', 'bigint', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('receipt', 'text')
    .addColumn('incident', 'text')
    .addColumn('rule', 'text')
    .addColumn('instance', 'text')
    .execute();
  await schema.createIndex('runs_owner').on('runs').columns(['owner', 'ring', 'place']).execute();
  await schema.createIndex('runs_device').on('runs').columns(['device', 'queued_at']).execute();
  await schema.createIndex('runs_statement').unique().on('runs').columns(['statement', 'device', 'run']).execute();
  await schema.createIndex('runs_queued').on('runs').columns(['queued_at']).execute();
  await schema.createIndex('runs_incident').on('runs').column('incident').execute();
}

async function resultTables({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('run_results')
    .addColumn('run', 'text', (column) => column.primaryKey().references('runs.id').onDelete('cascade'))
    .addColumn('receipt', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('steps', 'text', (column) => column.notNull())
    .addColumn('firing', 'text')
    .addColumn('output', 'text', (column) => column.notNull())
    .addColumn('output_sha256', 'text', (column) => column.notNull())
    .addColumn('output_total', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('receipt_links')
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('previous', 'text')
    .addColumn('run', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('receipt_links_key', ['device', 'hash'])
    .execute();
  await schema
    .createTable('remedies')
    .addColumn('run', 'text', (column) => column.primaryKey().references('runs.id').onDelete('cascade'))
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('before_value', 'bigint')
    .addColumn('after_value', 'bigint')
    .addColumn('cleared', 'integer', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('receipt_links_seq').on('receipt_links').columns(['device', 'seq']).execute();
  await schema.createIndex('run_results_ended').on('run_results').column('ended_at').execute();
}

async function standingTables({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('standing_orders')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('signed_version', 'bigint', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('trigger_of', 'text', (column) => column.notNull())
    .addColumn('selector', 'text', (column) => column.notNull())
    .addColumn('class', 'text', (column) => column.notNull())
    .addColumn('steps', 'text', (column) => column.notNull())
    .addColumn('scripts', 'text', (column) => column.notNull())
    .addColumn('dangers', 'text', (column) => column.notNull())
    .addColumn('caps', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('signed_at', 'bigint', (column) => column.notNull())
    .addColumn('signers', 'text', (column) => column.notNull())
    .addColumn('submitted_by', 'text', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('draft', 'text')
    .addPrimaryKeyConstraint('standing_orders_key', ['id', 'signed_version'])
    .execute();
  await schema
    .createTable('sealed_secrets')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sealed_secrets_key', ['owner', 'device'])
    .execute();
  await schema
    .createTable('owned_bodies')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('owned_bodies_key', ['owner', 'sha256'])
    .execute();
}
