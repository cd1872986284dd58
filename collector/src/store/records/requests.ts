import type { DeviceId, RequestId } from '@fettle/shared/ids';
import { type Kysely, type Selectable, sql, type SqlBool, type Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { RequestListQuery, RequestStore } from '../../domain/requests/store.ts';
import type { Request, RequestItem } from '../../domain/requests/types.ts';
import { shownBy } from './incident-rows.ts';
import { writeNote } from './note.ts';
import { removed, writeVersioned } from './put.ts';
import type { Schema } from './schema.ts';

/** Takes back what was written before. */
class Meanwhile extends Error {}

export class RequestRecords implements RequestStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async items(): Promise<RequestItem[]> {
    const rows = await this.#db.selectFrom('request_items').select('body').orderBy('id').execute();
    return rows.map(({ body }) => JSON.parse(body) as RequestItem);
  }

  async item(id: string): Promise<RequestItem | null> {
    const row = await this.#db.selectFrom('request_items').select('body').where('id', '=', id).executeTakeFirst();
    return row ? (JSON.parse(row.body) as RequestItem) : null;
  }

  async putItem(item: RequestItem, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.putItems([item], note);
  }

  async putItems(items: readonly RequestItem[], note: Note): Promise<'put' | 'changed_meanwhile'> {
    try {
      await this.#db.transaction().execute(async (transaction) => {
        // Always in one order, so that two at once cannot wait for each other.
        for (const item of items.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await writeItem(transaction, item);
        await writeNote(transaction, note);
      });
      return 'put';
    } catch (error) {
      if (error instanceof Meanwhile) return 'changed_meanwhile';
      throw error;
    }
  }

  removeItem(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db
      .transaction()
      .execute((transaction) => removed(transaction, 'request_items', { id, version }, note));
  }

  async request(scope: Scope, id: RequestId): Promise<Request | null> {
    const row = await this.#select(scope).where('requests.id', '=', id).executeTakeFirst();
    return row && isShown(scope)(row) ? toRequest(row) : null;
  }

  async requests(scope: Scope, query: RequestListQuery): Promise<Request[]> {
    const shown = isShown(scope);
    const found: Request[] = [];
    let { after } = query;
    for (;;) {
      const rows = await this.#page(scope, { ...query, ...(after && { after }) });
      found.push(...rows.filter(shown).map(toRequest));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
      after = { askedAt: last.asked_at, id: last.id as RequestId };
    }
  }

  async byKeys(device: DeviceId, keys: readonly string[]): Promise<Request[]> {
    if (keys.length === 0) return [];
    const rows = await this.#db
      .selectFrom('requests')
      .select('body')
      .where('device', '=', device)
      .where('key', 'in', keys)
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    return rows.map(toRequest);
  }

  async underWay(): Promise<Request[]> {
    const rows = await this.#db
      .selectFrom('requests')
      .select('body')
      .where('state', 'in', ['approved', 'running'])
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    return rows.map(toRequest);
  }

  async add(request: Request, note: Note): Promise<'added' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      const written = await transaction
        .insertInto('requests')
        .values(requestRow(request))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (written === undefined) return 'exists';
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async change(request: Request, note: Note): Promise<'changed' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await rewritten(transaction, request))) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'changed';
    });
  }

  async cursor(): Promise<number | null> {
    return (await this.#db.selectFrom('request_cursor').select('sequence').executeTakeFirst())?.sequence ?? null;
  }

  async heard(from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'> {
    const moved =
      from === null
        ? await this.#db
            .insertInto('request_cursor')
            .values({ id: 1, sequence: to })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .returning('id')
            .executeTakeFirst()
        : await this.#db
            .updateTable('request_cursor')
            .set({ sequence: to })
            .where('sequence', '=', from)
            .returning('id')
            .executeTakeFirst();
    return moved === undefined ? 'changed_meanwhile' : 'moved';
  }

  async retain(before: number, limit: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('requests')
      .where('id', 'in', (eb) =>
        eb.selectFrom('requests').select('id').where('ended_at', '<', before).orderBy('ended_at').limit(limit),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  #page(scope: Scope, { states, device, asker, from, to, after, limit }: RequestListQuery) {
    let question = this.#select(scope);
    if (states) question = question.where('requests.state', 'in', states.length > 0 ? states : ['']);
    if (device !== undefined) question = question.where('device', '=', device);
    if (asker) question = question.where('asker_kind', '=', asker.kind).where('asker_id', '=', asker.id);
    if (from !== undefined) question = question.where('asked_at', '>=', from);
    if (to !== undefined) question = question.where('asked_at', '<', to);
    if (after) {
      const { askedAt, id } = after;
      question = question.where(
        sql<SqlBool>`(asked_at < ${askedAt} or (asked_at = ${askedAt} and requests.id < ${id}))`,
      );
    }
    return question.orderBy('asked_at', 'desc').orderBy('requests.id', 'desc').limit(limit).execute();
  }

  /** Of a device where that is now; else where it was asked. */
  #select({ sites }: Scope) {
    const place = sql<string | null>`coalesce(devices.site, requests.site)`;
    return this.#db
      .selectFrom('requests')
      .leftJoin('devices', 'devices.id', 'requests.device')
      .select(['requests.id', 'requests.body', 'requests.asked_at', 'devices.kind', 'devices.os', 'devices.labels'])
      .select(place.as('site'))
      .where(
        sites === 'all'
          ? sql<SqlBool>`1 = 1`
          : sites.length === 0
            ? sql<SqlBool>`1 = 0`
            : sql<SqlBool>`${place} in (${sql.join(sites)})`,
      );
  }
}

interface Row {
  readonly body: string;
  readonly site: string | null;
  readonly kind: string | null;
  readonly os: string | null;
  readonly labels: string | null;
}

/** A selector chooses devices: what is of none is for who has no selector. */
function isShown(scope: Scope): (row: Row) => boolean {
  if (scope.selector === undefined) return () => true;
  const shown = shownBy(scope);
  return ({ site, kind, os, labels }) =>
    site !== null && kind !== null && os !== null && labels !== null && shown({ site, kind, os, labels });
}

function toRequest({ body }: { readonly body: string }): Request {
  return JSON.parse(body) as Request;
}

function requestRow(request: Request): Selectable<Schema['requests']> {
  const { id, state, askedAt, endedAt, device, site, asker, key, version } = request;
  return {
    id,
    state,
    asked_at: askedAt,
    ended_at: endedAt,
    device,
    site,
    asker_kind: asker.kind,
    asker_id: asker.id,
    key,
    body: JSON.stringify(request),
    version,
  };
}

async function rewritten(transaction: Transaction<Schema>, request: Request): Promise<boolean> {
  const { id, version } = request;
  const written = await transaction
    .updateTable('requests')
    .set(requestRow(request))
    .where('id', '=', id)
    .where('version', '=', version - 1)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** @throws Meanwhile where its version is not one more than the one that is there */
async function writeItem(transaction: Transaction<Schema>, item: RequestItem): Promise<void> {
  const { id, version } = item;
  const row = { id, body: JSON.stringify(item), version };
  if (!(await writeVersioned(transaction, 'request_items', row))) throw new Meanwhile();
}
