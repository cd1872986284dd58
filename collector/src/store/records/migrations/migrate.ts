import { FettleError } from '@fettle/shared/errors';
import type { Kysely } from 'kysely';
import { begin } from './001-begin.ts';
import { people } from './002-people.ts';
import { rules } from './003-rules.ts';
import { incidents } from './004-incidents.ts';
import { windows } from './005-windows.ts';
import { notices } from './006-notices.ts';
import { scripts } from './007-scripts.ts';
import { orders } from './008-orders.ts';
import { changes } from './009-changes.ts';
import { services } from './010-services.ts';
import { levels } from './011-levels.ts';
import { capacity } from './012-capacity.ts';
import { manpower } from './013-people.ts';
import { requests } from './014-requests.ts';
import { reports } from './015-reports.ts';
import { views } from './016-views.ts';

export type Migration = (db: Kysely<any>) => Promise<void>;

/** In order, never changed once released; the database's version is how many of them it has had. */
export const migrations: readonly Migration[] = [
  begin,
  people,
  rules,
  incidents,
  windows,
  notices,
  scripts,
  orders,
  changes,
  services,
  levels,
  capacity,
  manpower,
  requests,
  reports,
  views,
];

/**
 * Brings a database to this version in one transaction.
 * @throws FettleError `database_newer` when it has had migrations that this code does not know
 */
export async function migrate(db: Kysely<any>, list: readonly Migration[] = migrations): Promise<void> {
  try {
    await attempt(db, list);
  } catch (error) {
    if (error instanceof FettleError) throw error;
    // Two collectors that start at once both make the version table, and PostgreSQL lets one fail: it finds it now.
    await attempt(db, list);
  }
}

async function attempt(db: Kysely<any>, list: readonly Migration[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('schema_version')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .execute();
    const version = await lockedVersion(transaction);
    if (version > list.length) {
      throw new FettleError('database_newer', undefined, { database: version, program: list.length });
    }
    if (version === list.length) return;
    for (const migration of list.slice(version)) await migration(transaction);
    await transaction.updateTable('schema_version').set({ version: list.length }).execute();
  });
}

/** The write locks the row, so that of two collectors the second waits until the first has migrated. */
async function lockedVersion(transaction: Kysely<any>): Promise<number> {
  const row = await transaction
    .insertInto('schema_version')
    .values({ id: 1, version: 0 })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ id: 1 }))
    .returning('version')
    .executeTakeFirstOrThrow();
  return row['version'] as number;
}
