import type { Kysely } from 'kysely';

/** Reports: their plans, those that were made, what stands in them, to whom they went, and brands. */
export async function reports({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('report_plans')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('done_to', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('brands')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('reports')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('plan', 'text')
    .addColumn('due_at', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('progress_ppm', 'bigint', (column) => column.notNull())
    .addColumn('doing', 'text', (column) => column.notNull())
    .addColumn('maker', 'text')
    .addColumn('touched_at', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('reports_started').on('reports').columns(['started_at', 'id']).execute();
  await schema.createIndex('reports_plan').on('reports').columns(['plan', 'started_at']).execute();
  // A due time is looked after once, whoever is faster.
  await schema.createIndex('reports_due').on('reports').columns(['plan', 'due_at']).unique().execute();
  await schema
    .createTable('report_documents')
    .addColumn('report', 'text', (column) => column.primaryKey().references('reports.id').onDelete('cascade'))
    .addColumn('brotli', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('report_sends')
    .addColumn('report', 'text', (column) => column.notNull().references('reports.id').onDelete('cascade'))
    .addColumn('address_key', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('attach', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('report_sends_address', ['report', 'address_key'])
    .execute();
  await schema.createIndex('report_sends_due').on('report_sends').columns(['state', 'next_at']).execute();
}
