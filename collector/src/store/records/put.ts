import type { Selectable, Transaction } from 'kysely';
import type { Note } from '../../domain/events/types.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';

type Versioned =
  | 'channels'
  | 'routes'
  | 'rosters'
  | 'report_plans'
  | 'brands'
  | 'reports'
  | 'services'
  | 'public_links'
  | 'views'
  | 'request_items'
  | 'windows';

/** Those whose rows are put whole. */
type Whole =
  | Extract<Versioned, 'report_plans' | 'brands' | 'services' | 'request_items' | 'windows'>
  | 'capacity_limits'
  | 'calendars'
  | 'objectives';

interface Counted {
  readonly id: string;
  readonly version: number;
}

/** Adds a row (`version` 1), or puts it in the place of the version before it. False: somebody was faster. */
export async function writeVersioned<Table extends Whole>(
  transaction: Transaction<Schema>,
  table: Table,
  row: Selectable<Schema[Table]> & Counted,
): Promise<boolean> {
  // That the row is one of this table is held above; what the database is told is the same for all of them.
  const some: Whole = table;
  const { id, version } = row;
  const written =
    version === 1
      ? await transaction
          .insertInto(some)
          .values(row as never)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable(some)
          .set(row as never)
          .where('id', '=', id)
          .where('version', '=', version - 1)
          .returning('id')
          .executeTakeFirst();
  return written !== undefined;
}

/** Whether a versioned row was there to be changed: the update takes it only at the version before. */
export async function noted(
  transaction: Transaction<Schema>,
  written: { readonly id: string | number } | undefined,
  note: Note,
): Promise<'put' | 'changed_meanwhile'> {
  if (written === undefined) return 'changed_meanwhile';
  await writeNote(transaction, note);
  return 'put';
}

/** Takes a versioned row away. */
export async function removed(
  transaction: Transaction<Schema>,
  table: Versioned,
  { id, version }: { readonly id: string; readonly version: number },
  note: Note,
): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
  const { numDeletedRows } = await transaction
    .deleteFrom(table)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numDeletedRows === 0n) {
    const left = await transaction.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
    return left === undefined ? 'not_found' : 'changed_meanwhile';
  }
  await writeNote(transaction, note);
  return 'removed';
}
