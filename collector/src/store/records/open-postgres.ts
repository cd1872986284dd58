import { FettleError } from '@fettle/shared/errors';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Schema } from './schema.ts';

/** int8: times and counts come back as numbers; all of them are below 2^53. */
const getTypeParser = ((oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 && format !== 'binary'
    ? Number
    : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/** Opens a PostgreSQL database by its address. @throws FettleError `not_ready` when it does not answer */
export async function openPostgres(address: string): Promise<Kysely<Schema>> {
  const pool = new Pool({
    connectionString: address,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // The pool replaces an idle connection that breaks, and the next query says what is wrong; unheard it ends the process.
  pool.on('error', () => undefined);
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    const reason = error instanceof Error ? error.message : String(error);
    throw new FettleError('not_ready', `PostgreSQL does not answer: ${reason}. Check FETTLE_RECORDS and the server.`);
  }
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}
