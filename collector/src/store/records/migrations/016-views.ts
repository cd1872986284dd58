import type { Kysely } from 'kysely';

/** Saved views of the explorer. Who saved one may be gone while it stands, so the column refers to nothing. */
export async function views({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('views')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
}
