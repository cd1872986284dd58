import type { Kysely } from 'kysely';

/** Rules, and which of the default set were ever put here. */
export async function rules({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('rules')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('shipped_rules')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .execute();
}
