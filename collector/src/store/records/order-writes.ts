/** The steps that orders and standing orders have in common. */
import { setImmediate } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { NewStanding } from '../../domain/orders/store.ts';
import type { Run } from '../../domain/orders/types.ts';
import { executePrepared } from './prepared.ts';
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
    const rows = some.map(runRow);
    const values = rows.flatMap((row) => Object.values(row));
    await executePrepared(transaction, `runs ${rows.length}`, values, () => insertOf(transaction, rows));
    // Thousands of rows are one commit, and whoever waits for something else is not kept waiting for all of them.
    if (runs.length > runsAtOnce) await setImmediate();
  }
}

function insertOf(transaction: Transaction<Schema>, rows: readonly ReturnType<typeof runRow>[]) {
  return transaction
    .insertInto('runs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        owner: eb.ref('excluded.owner'),
        host: eb.ref('excluded.host'),
        ring: eb.ref('excluded.ring'),
        place: eb.ref('excluded.place'),
        incident: eb.ref('excluded.incident'),
      })),
    );
}
