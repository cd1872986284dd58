import { type Kysely, sql } from 'kysely';

/** Incidents with their timelines and evidence, target times, problems. */
export async function incidents(db: Kysely<any>): Promise<void> {
  await problemTable(db);
  await incidentTable(db);
  await trails(db);
}

async function problemTable({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('problems')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('repeats', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('root_cause', 'text', (column) => column.notNull())
    .addColumn('workaround', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('problems_one')
    .unique()
    .on('problems')
    .columns(['repeats', 'key'])
    .where(sql.ref('state'), 'in', ['proposed', 'open', 'known-error'])
    .execute();
}

async function incidentTable({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('rule_name', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('metric', 'text')
    .addColumn('attributes', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('worst', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('limit_value', 'double precision')
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('acknowledged_at', 'bigint')
    .addColumn('resolved_at', 'bigint')
    .addColumn('closed_at', 'bigint')
    .addColumn('reopened', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('quiet', 'text')
    .addColumn('hushes', 'text', (column) => column.notNull())
    .addColumn('cause', 'text')
    .addColumn('loud', 'integer', (column) => column.notNull())
    .addColumn('storm', 'text')
    .addColumn('problem', 'text', (column) => column.references('problems.id').onDelete('set null'))
    .addColumn('likely', 'text')
    .addColumn('clocks', 'text', (column) => column.notNull())
    .addColumn('turns', 'text', (column) => column.notNull())
    .addColumn('entries', 'integer', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('incidents_one')
    .unique()
    .on('incidents')
    .columns(['rule', 'device', 'instance'])
    .where(sql.ref('state'), '<>', 'closed')
    .execute();
  await schema.createIndex('incidents_state').on('incidents').columns(['state', 'severity', 'opened_at']).execute();
  await schema.createIndex('incidents_device').on('incidents').columns(['device', 'opened_at']).execute();
  await schema.createIndex('incidents_opened').on('incidents').column('opened_at').execute();
  await schema.createIndex('incidents_cause').on('incidents').column('cause').execute();
  await schema.createIndex('incidents_problem').on('incidents').column('problem').execute();
}

async function trails({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('timelines')
    .addColumn('incident', 'text', (column) => column.notNull().references('incidents.id').onDelete('cascade'))
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('timelines_key', ['incident', 'sequence'])
    .execute();
  await schema
    .createTable('evidence')
    .addColumn('incident', 'text', (column) => column.notNull().references('incidents.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('evidence_key', ['incident', 'kind'])
    .execute();
  await schema
    .createTable('incident_targets')
    .addColumn('severity', 'text', (column) => column.primaryKey())
    .addColumn('acknowledge_ms', 'bigint', (column) => column.notNull())
    .addColumn('resolve_ms', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
}
