import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import type { InventoryStore } from '../../domain/inventory/store.ts';
import type { Fact, FactChange, FactSheet } from '../../domain/inventory/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';

export class InventoryRecords implements InventoryStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async facts(device: DeviceId): Promise<Fact[]> {
    const rows = await this.#db
      .selectFrom('facts')
      .select(['name', 'value', 'since'])
      .where('device', '=', device)
      .execute();
    // Sorted here, because databases differ in how they order text.
    return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async replace(sheet: FactSheet, note: (changes: readonly FactChange[]) => Note): Promise<FactChange[]> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await takeTurn(transaction, sheet))) return [];
      const rows = await transaction
        .selectFrom('facts')
        .select(['name', 'value'])
        .where('device', '=', sheet.device)
        .execute();
      const changes = difference(new Map(rows.map(({ name, value }) => [name, value])), sheet.facts);
      if (changes.length === 0) return [];
      await apply(transaction, sheet, changes);
      await writeNote(transaction, note(changes));
      return changes;
    });
  }
}

/** True when no newer sheet is stored. The write locks the device's sheet, so that two sheets come one after the other. */
async function takeTurn(transaction: Transaction<Schema>, { device, time }: FactSheet): Promise<boolean> {
  const known = await transaction.selectFrom('devices').select('id').where('id', '=', device).executeTakeFirst();
  if (!known) throw new FettleError('device_unknown');
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('fact_sheets')
    .values({ device, time })
    .onConflict((conflict) => conflict.column('device').doUpdateSet({ time }).where('fact_sheets.time', '<=', time))
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

function difference(before: ReadonlyMap<string, string>, after: FactSheet['facts']): FactChange[] {
  const names = [...new Set([...before.keys(), ...Object.keys(after)])].toSorted();
  return names
    .map((name) => ({
      name,
      before: before.get(name) ?? null,
      after: Object.hasOwn(after, name) ? (after[name] ?? null) : null,
    }))
    .filter((change) => change.before !== change.after);
}

async function apply(
  transaction: Transaction<Schema>,
  { device, time }: FactSheet,
  changes: readonly FactChange[],
): Promise<void> {
  const names = changes.map(({ name }) => name);
  await transaction.deleteFrom('facts').where('device', '=', device).where('name', 'in', names).execute();
  const rows = changes.flatMap(({ name, after }) =>
    after === null ? [] : [{ device, name, value: after, since: time }],
  );
  if (rows.length > 0) await transaction.insertInto('facts').values(rows).execute();
}
