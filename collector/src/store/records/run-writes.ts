/** What of runs is written, in a transaction that may hold many of them. */
import type { Transaction } from 'kysely';
import type { RunEnd, RunMove } from '../../domain/orders/store.ts';
import type { ReceiptLink } from '../../domain/orders/types.ts';
import { insertRuns } from './order-writes.ts';
import { endRuns, insertResults, moveRuns, removeLink } from './run-bulk.ts';
import type { Schema } from './schema.ts';

/** In one order everywhere, so that two writes that meet wait for each other and do not lock each other out. */
export const inOrder = (moves: readonly RunMove[]) => moves.toSorted((a, b) => (a.after.id < b.after.id ? -1 : 1));

type Ended = 'ended' | 'known' | 'changed_meanwhile';

/** Receipts in their order. Of a device that has one among them it does not matter when: these are written together. */
export async function writeEnds(transaction: Transaction<Schema>, ends: readonly RunEnd[]): Promise<Ended[]> {
  const byDevice = Map.groupBy(ends, ({ link }) => link.device);
  const together = ends.filter((one) => one.before !== null && byDevice.get(one.link.device)?.length === 1);
  const answers = await endRuns(transaction, together);
  const all: Ended[] = [];
  for (const one of ends) {
    const isAlone = byDevice.get(one.link.device)?.length === 1;
    all.push((isAlone && answers.get(one.link.device)) || (await endRun(transaction, one)));
  }
  return all;
}

async function endRun(transaction: Transaction<Schema>, end: RunEnd): Promise<Ended> {
  const { before, after, link, judged } = end;
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
  if (before !== null && (await moveRuns(transaction, [{ before, after }])).size === 0) {
    // Others of this commit stay: what was written of this one is taken back.
    await removeLink(transaction, link);
    return 'changed_meanwhile';
  }
  await insertResults(transaction, [end]);
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
