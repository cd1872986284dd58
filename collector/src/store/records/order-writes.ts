/** The steps that orders and standing orders have in common. */
import type { Transaction } from 'kysely';
import type { NewStanding } from '../../domain/orders/store.ts';
import type { Run } from '../../domain/orders/types.ts';
import { runRow } from './run-rows.ts';
import type { Schema } from './schema.ts';
import { writeBlobs } from './scripts.ts';
import { slices } from './slices.ts';

/** Values of a row times rows of an insert stay below what either database takes. */
const runsAtOnce = 250;

export async function writeBelongings(
  transaction: Transaction<Schema>,
  owner: string,
  { sealed, blobs, bodies }: NewStanding,
): Promise<void> {
  await writeBlobs(transaction, blobs);
  for (const some of slices(bodies)) {
    const rows = some.map((sha256) => ({ owner, sha256 }));
    await transaction.insertInto('owned_bodies').values(rows).execute();
  }
  for (const some of slices(sealed)) {
    const rows = some.map((one) => ({ owner, device: one.device as string, sealed: JSON.stringify(one.sealed) }));
    await transaction.insertInto('sealed_secrets').values(rows).execute();
  }
}

export async function insertRuns(transaction: Transaction<Schema>, runs: readonly Run[]): Promise<void> {
  for (const some of slices(runs, runsAtOnce)) {
    await transaction.insertInto('runs').values(some.map(runRow)).execute();
  }
}
