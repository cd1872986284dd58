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

/** A run that a device told of before its order was known here finds its place in it, as it is. */
export async function insertRuns(transaction: Transaction<Schema>, runs: readonly Run[]): Promise<void> {
  for (const some of slices(runs, runsAtOnce)) {
    await transaction
      .insertInto('runs')
      .values(some.map(runRow))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          owner: eb.ref('excluded.owner'),
          host: eb.ref('excluded.host'),
          ring: eb.ref('excluded.ring'),
          place: eb.ref('excluded.place'),
          incident: eb.ref('excluded.incident'),
        })),
      )
      .execute();
  }
}
