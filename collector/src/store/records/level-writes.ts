import type { Selectable, Transaction } from 'kysely';
import type { LevelWrite } from '../../domain/levels/store.ts';
import { writeVersioned } from './put.ts';
import type { Schema } from './schema.ts';
import { slices } from './slices.ts';

/** False: it is not any more as it was read. */
export async function writeLevel(transaction: Transaction<Schema>, write: LevelWrite): Promise<boolean> {
  if (write.what === 'put-calendar') {
    const { id, version } = write.calendar;
    return writeVersioned(transaction, 'calendars', { id, body: JSON.stringify(write.calendar), version });
  }
  if (write.what === 'put-objective') {
    const { id, service, version } = write.objective;
    return putObjective(transaction, { id, service, body: JSON.stringify(write.objective), version });
  }
  const table = write.what === 'remove-calendar' ? 'calendars' : 'objectives';
  const { numDeletedRows } = await transaction
    .deleteFrom(table)
    .where('id', '=', write.id)
    .where('version', '=', write.version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function putObjective(transaction: Transaction<Schema>, row: Selectable<Schema['objectives']>): Promise<boolean> {
  const there = await transaction.selectFrom('services').select('id').where('id', '=', row.service).executeTakeFirst();
  return there ? writeVersioned(transaction, 'objectives', row) : false;
}

/** False: somebody else moved it meanwhile. */
export async function moveLevelCursor(
  transaction: Transaction<Schema>,
  from: number | null,
  to: number,
): Promise<boolean> {
  const moved =
    from === null
      ? await transaction
          .insertInto('level_cursor')
          .values({ id: 1, sequence: to })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('level_cursor')
          .set({ sequence: to })
          .where('sequence', '=', from)
          .returning('id')
          .executeTakeFirst();
  return moved !== undefined;
}

/** Of these those whose device is there. */
export async function ofDevices<Row extends { readonly device: string }>(
  transaction: Transaction<Schema>,
  rows: readonly Row[],
): Promise<Row[]> {
  const known = new Set<string>();
  for (const some of slices([...new Set(rows.map(({ device }) => device))])) {
    const there = await transaction.selectFrom('devices').select('id').where('id', 'in', some).execute();
    for (const { id } of there) known.add(id);
  }
  return rows.filter(({ device }) => known.has(device));
}
