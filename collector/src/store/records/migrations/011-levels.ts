import type { Kysely } from 'kysely';

/** Business hours, objectives and what was told of them; what runs and people told of backups. */
export async function levels({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('calendars')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('objectives')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull().references('services.id').onDelete('cascade'))
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('objectives_service').on('objectives').column('service').execute();
  await schema
    .createTable('level_tellings')
    .addColumn('objective', 'text', (column) => column.primaryKey().references('objectives.id').onDelete('cascade'))
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('backup_looks')
    .addColumn('run', 'text', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('fresh', 'integer', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('backup_looks_time').on('backup_looks').columns(['time']).execute();
  await schema.createIndex('backup_looks_device').on('backup_looks').columns(['device', 'time']).execute();
  await schema
    .createTable('restore_tests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull().references('devices.id').onDelete('cascade'))
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('ok', 'integer', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('run', 'text')
    .execute();
  await schema.createIndex('restore_tests_device').on('restore_tests').columns(['device', 'time']).execute();
  await schema
    .createTable('level_cursor')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .execute();
}
