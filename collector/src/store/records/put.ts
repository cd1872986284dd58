import type { Transaction } from 'kysely';
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
  | 'views';

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
