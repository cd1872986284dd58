import type { Selectable, Transaction } from 'kysely';
import type { Service } from '../../domain/services/types.ts';
import { writeVersioned } from './put.ts';
import type { Schema } from './schema.ts';
import { slices } from './slices.ts';

/** Adds it (`version` 1), or puts it in the place of the version before it. False: somebody was faster. */
export function writeService(transaction: Transaction<Schema>, service: Service): Promise<boolean> {
  const { id, version } = service;
  return writeVersioned(transaction, 'services', { id, body: JSON.stringify(service), version });
}

/** Adds compositions, or puts them in the place of those of their time; those of services that are gone are left out. */
export async function putCompositions(
  transaction: Transaction<Schema>,
  rows: readonly Selectable<Schema['compositions']>[],
): Promise<void> {
  for (const row of rows) {
    const there = await transaction
      .selectFrom('services')
      .select('id')
      .where('id', '=', row.service)
      .executeTakeFirst();
    if (!there) continue;
    await transaction
      .insertInto('compositions')
      .values(row)
      .onConflict((conflict) => conflict.columns(['service', 'from_time']).doUpdateSet({ body: row.body }))
      .execute();
  }
}

/** False: somebody else moved it meanwhile. */
export async function moveCursor(transaction: Transaction<Schema>, from: number | null, to: number): Promise<boolean> {
  const moved =
    from === null
      ? await transaction
          .insertInto('spell_cursor')
          .values({ id: 1, sequence: to })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('spell_cursor')
          .set({ sequence: to })
          .where('sequence', '=', from)
          .returning('id')
          .executeTakeFirst();
  return moved !== undefined;
}

/** Rows of one insert: 11 values a row stay below what either database takes. */
const keptAtOnce = 200;

export async function keepSpells(
  transaction: Transaction<Schema>,
  rows: readonly Selectable<Schema['spells']>[],
): Promise<void> {
  const newest = new Map(rows.map((row) => [row.id, row]));
  for (const some of slices([...newest.values()], keptAtOnce)) {
    await transaction
      .insertInto('spells')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          severity: eb.ref('excluded.severity'),
          words: eb.ref('excluded.words'),
          to_time: eb.ref('excluded.to_time'),
        })),
      )
      .execute();
  }
}
