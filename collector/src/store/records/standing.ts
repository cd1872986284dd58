import type { StatementId } from '@fettle/shared/ids';
import type { Kysely } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { NewStanding, StandingStore } from '../../domain/orders/store.ts';
import type { Standing } from '../../domain/orders/types.ts';
import { writeNote } from './note.ts';
import { standingRow, toStanding } from './order-rows.ts';
import { writeBelongings } from './order-writes.ts';
import type { Schema } from './schema.ts';

/** As what belongs to a version is filed. */
const ownerOf = ({ id, signedVersion }: Standing) => `${id}@${signedVersion}`;

export class StandingRecords implements StandingStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async add(standing: Standing, more: NewStanding, note: Note): Promise<'added' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      const added = await transaction
        .insertInto('standing_orders')
        .values(standingRow(standing))
        .onConflict((conflict) => conflict.columns(['id', 'signed_version']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return 'exists';
      await writeBelongings(transaction, ownerOf(standing), more);
      if (standing.state === 'in-force' || standing.state === 'ended') await replaceOlder(transaction, standing);
      if (standing.draft !== null) {
        await transaction.deleteFrom('order_drafts').where('id', '=', standing.draft).execute();
      }
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async standings(): Promise<Standing[]> {
    const rows = await this.#db.selectFrom('standing_orders').selectAll().where('state', '<>', 'replaced').execute();
    // Sorted here, because databases differ in how they order text.
    return rows
      .map(toStanding)
      .toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id) || b.signedVersion - a.signedVersion);
  }

  async versions(id: StatementId): Promise<Standing[]> {
    const rows = await this.#db
      .selectFrom('standing_orders')
      .selectAll()
      .where('id', '=', id)
      .orderBy('signed_version', 'desc')
      .execute();
    return rows.map(toStanding);
  }

  async change(standing: Standing, before: Standing['state'], note: Note): Promise<'changed' | 'changed_meanwhile'> {
    const { id, signed_version: version, ...row } = standingRow(standing);
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('standing_orders')
        .set(row)
        .where('id', '=', id)
        .where('signed_version', '=', version)
        .where('state', '=', before)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      if (standing.state === 'in-force' || standing.state === 'ended') await replaceOlder(transaction, standing);
      await writeNote(transaction, note);
      return 'changed';
    });
  }
}

async function replaceOlder(db: Kysely<Schema>, { id, signedVersion }: Standing): Promise<void> {
  await db
    .updateTable('standing_orders')
    .set({ state: 'replaced' })
    .where('id', '=', id)
    .where('signed_version', '<', signedVersion)
    .execute();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
