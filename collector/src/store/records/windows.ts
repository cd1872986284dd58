import type { PersonId, WindowId } from '@fettle/shared/ids';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { WindowStore } from '../../domain/windows/store.ts';
import type { Window } from '../../domain/windows/types.ts';
import { writeNote } from './note.ts';
import { removed, writeVersioned } from './put.ts';
import type { Schema } from './schema.ts';
import { sharesSite } from './scope.ts';

export class WindowRecords implements WindowStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async windows(scope: Scope): Promise<Window[]> {
    const rows = await this.#db.selectFrom('windows').selectAll().orderBy('id').execute();
    return rows.map(toWindow).filter((window) => sharesSite(scope, window.scope.sites));
  }

  async window(scope: Scope, id: WindowId): Promise<Window | null> {
    const row = await this.#db.selectFrom('windows').selectAll().where('id', '=', id).executeTakeFirst();
    const window = row ? toWindow(row) : null;
    return window !== null && sharesSite(scope, window.scope.sites) ? window : null;
  }

  async put(window: Window, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await writeWindow(transaction, window))) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'put';
    });
  }

  remove(id: WindowId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'windows', { id, version }, note));
  }
}

/** Adds it (`version` 1), or puts it in the place of the version before it. False: somebody was faster. */
export function writeWindow(transaction: Transaction<Schema>, window: Window): Promise<boolean> {
  return writeVersioned(transaction, 'windows', windowRow(window));
}

function windowRow(window: Window): Selectable<Schema['windows']> {
  const { id, name, selector, devices, scope, reason, when, enabled, createdBy, createdAt, version } = window;
  return {
    id,
    name,
    selector,
    devices: devices && JSON.stringify(devices),
    scope: JSON.stringify(scope),
    reason,
    opens: JSON.stringify(when),
    enabled: enabled ? 1 : 0,
    created_by: createdBy,
    created_at: createdAt,
    version,
  };
}

function toWindow(row: Selectable<Schema['windows']>): Window {
  return {
    id: row.id as WindowId,
    name: row.name,
    selector: row.selector,
    devices: row.devices === null ? null : (JSON.parse(row.devices) as Window['devices']),
    scope: JSON.parse(row.scope) as Window['scope'],
    reason: row.reason,
    when: JSON.parse(row.opens) as Window['when'],
    enabled: row.enabled === 1,
    createdBy: row.created_by as PersonId | null,
    createdAt: row.created_at,
    version: row.version,
  };
}
