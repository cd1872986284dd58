/** What of runs is written, in a transaction that may hold many of them. */
import type { RunState } from '@fettle/shared/api/orders';
import type { Selectable, Transaction } from 'kysely';
import type { RunEnd, RunMove } from '../../domain/orders/store.ts';
import type { ReceiptLink, Run } from '../../domain/orders/types.ts';
import { insertRuns } from './order-writes.ts';
import { movingRow, resultRow } from './run-rows.ts';
import type { Schema } from './schema.ts';

/** In one order everywhere, so that two writes that meet wait for each other and do not lock each other out. */
export const inOrder = (moves: readonly RunMove[]) => moves.toSorted((a, b) => (a.after.id < b.after.id ? -1 : 1));

export async function moveRun(transaction: Transaction<Schema>, before: RunState, after: Run): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('runs')
    .set(movingRow(after))
    .where('id', '=', after.id)
    .where('state', '=', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function endRun(
  transaction: Transaction<Schema>,
  { before, after, result, link, judged }: RunEnd,
): Promise<'ended' | 'known' | 'changed_meanwhile'> {
  if (before === null) {
    const taken = await transaction.selectFrom('runs').select('id').where('id', '=', after.id).executeTakeFirst();
    if (taken) return (await isKnown(transaction, link)) ? 'known' : 'changed_meanwhile';
    await insertRuns(transaction, [after]);
  }
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('receipt_links')
    .values(link)
    .onConflict((conflict) => conflict.columns(['device', 'hash']).doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return 'known';
  if (before !== null && !(await moveRun(transaction, before, after))) {
    // Others of this commit stay: what was written of this one is taken back.
    await transaction
      .deleteFrom('receipt_links')
      .where('device', '=', link.device)
      .where('hash', '=', link.hash)
      .execute();
    return 'changed_meanwhile';
  }
  if (result) await writeResult(transaction, resultRow(result, after.endedAt ?? after.queuedAt));
  for (const { run, receipt, remark } of judged) {
    await transaction.updateTable('runs').set({ receipt, remark }).where('id', '=', run).execute();
  }
  return 'ended';
}

async function isKnown(transaction: Transaction<Schema>, { device, hash }: ReceiptLink): Promise<boolean> {
  const row = await transaction
    .selectFrom('receipt_links')
    .select('seq')
    .where('device', '=', device)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** The first receipt of a run stays: what comes after it is in the chain alone. */
async function writeResult(transaction: Transaction<Schema>, row: Selectable<Schema['run_results']>): Promise<void> {
  await transaction
    .insertInto('run_results')
    .values(row)
    .onConflict((conflict) => conflict.column('run').doNothing())
    .execute();
}
