import type { Transaction } from 'kysely';
import type { Delivery, StageRow, Thread } from '../../domain/notifications/types.ts';
import { deliveryRow, threadRow } from './notice-rows.ts';
import type { Schema } from './schema.ts';

/** Somebody else was faster: the transaction is taken back. */
export class Collision extends Error {}

/** Each at the version that was read. @throws Collision */
export async function keepThreads(transaction: Transaction<Schema>, threads: readonly Thread[]): Promise<void> {
  for (const thread of threads) {
    const row = threadRow(thread);
    const written =
      thread.version === 0
        ? await transaction
            .insertInto('notice_threads')
            .values(row)
            .onConflict((conflict) => conflict.column('incident').doNothing())
            .returning('incident')
            .executeTakeFirst()
        : await transaction
            .updateTable('notice_threads')
            .set(row)
            .where('incident', '=', thread.incident)
            .where('version', '=', thread.version)
            .returning('incident')
            .executeTakeFirst();
    if (written === undefined) throw new Collision();
  }
}

/** One whose key is there is left out. */
export async function keepDeliveries(transaction: Transaction<Schema>, deliveries: readonly Delivery[]): Promise<void> {
  for (const delivery of deliveries) {
    const written = await transaction
      .insertInto('deliveries')
      .values(deliveryRow(delivery))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (written === undefined || delivery.incidents.length === 0) continue;
    await transaction
      .insertInto('delivery_incidents')
      .values(delivery.incidents.map((incident) => ({ delivery: delivery.id, incident })))
      .execute();
  }
}

/** After the threads of the same incidents: their rows are locked, so that numbers count up. */
export async function keepStages(transaction: Transaction<Schema>, stages: readonly StageRow[]): Promise<void> {
  const numbers = new Map<string, number>();
  for (const { incident, time, stage, passed, reason } of stages) {
    const last = numbers.get(incident) ?? (await lastNumber(transaction, incident));
    numbers.set(incident, last + 1);
    const row = { incident, number: last + 1, time, stage, passed: passed ? 1 : 0, reason };
    await transaction.insertInto('notice_stages').values(row).execute();
  }
}

async function lastNumber(transaction: Transaction<Schema>, incident: string): Promise<number> {
  const row = await transaction
    .selectFrom('notice_stages')
    .select('number')
    .where('incident', '=', incident)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? 0;
}
