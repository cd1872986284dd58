import type { PersonId, ViewId } from '@fettle/shared/ids';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { ViewStore } from '../../domain/views/store.ts';
import type { SavedView } from '../../domain/views/types.ts';
import { noted, removed } from './put.ts';
import type { Schema } from './schema.ts';
import { coversScope } from './scope.ts';

export class ViewRecords implements ViewStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async views(scope: Scope): Promise<SavedView[]> {
    const rows = await this.#db.selectFrom('views').selectAll().orderBy('name').orderBy('id').execute();
    return rows.map(toView).filter((view) => coversScope(scope, view.scope));
  }

  async view(scope: Scope, id: ViewId): Promise<SavedView | null> {
    const row = await this.#db.selectFrom('views').selectAll().where('id', '=', id).executeTakeFirst();
    const view = row ? toView(row) : null;
    return view !== null && coversScope(scope, view.scope) ? view : null;
  }

  async put(view: SavedView, most: number, note: Note): Promise<'put' | 'changed_meanwhile' | 'full'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (view.version > 1) return noted(transaction, await changed(transaction, view), note);
      const { count } = await transaction
        .selectFrom('views')
        .select((eb) => eb.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= most) return 'full';
      const added = await transaction
        .insertInto('views')
        .values(viewRow(view))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return noted(transaction, added, note);
    });
  }

  async remove(id: ViewId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'views', { id, version }, note));
  }
}

const changed = (transaction: Transaction<Schema>, view: SavedView) =>
  transaction
    .updateTable('views')
    .set(viewRow(view))
    .where('id', '=', view.id)
    .where('version', '=', view.version - 1)
    .returning('id')
    .executeTakeFirst();

function viewRow({ id, name, query, by, scope, changedAt, version }: SavedView): Selectable<Schema['views']> {
  return { id, name, query, person: by, scope: JSON.stringify(scope), changed_at: changedAt, version };
}

function toView({ id, name, query, person, scope, changed_at, version }: Selectable<Schema['views']>): SavedView {
  return {
    id: id as ViewId,
    name,
    query,
    by: person as PersonId | null,
    scope: JSON.parse(scope) as Scope,
    changedAt: changed_at,
    version,
  };
}
