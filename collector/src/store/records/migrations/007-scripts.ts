import type { Kysely } from 'kysely';

/** The script library: drafts, published versions, bodies. */
export async function scripts({ schema }: Kysely<any>): Promise<void> {
  await schema
    .createTable('scripts')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('draft', 'text')
    .addColumn('draft_by', 'text')
    .addColumn('draft_at', 'bigint')
    .addColumn('published', 'bigint')
    .addColumn('shipped', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('script_releases')
    .addColumn('name', 'text', (column) => column.notNull().references('scripts.name'))
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addColumn('statement', 'text', (column) => column.notNull().unique())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('signers', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('script_releases_key', ['name', 'version'])
    .execute();
  await schema
    .createTable('blobs')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
}
