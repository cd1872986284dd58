import type { DeviceId, DraftId, OrderId } from '@fettle/shared/ids';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { type Kysely, type Selectable, sql, type SqlBool, type Transaction } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { NewOrder, OrderQuery, OrderStore, RingMove } from '../../domain/orders/store.ts';
import type { Draft, Order, Ring } from '../../domain/orders/types.ts';
import { writeNote } from './note.ts';
import { draftRow, orderRow, ringRow, toDraft, toOrder, toRing } from './order-rows.ts';
import { insertRuns, writeBelongings } from './order-writes.ts';
import type { Schema } from './schema.ts';
import { chosenBy, within } from './scope.ts';

export class OrderRecords implements OrderStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async drafts(): Promise<Draft[]> {
    const rows = await this.#db
      .selectFrom('order_drafts')
      .selectAll()
      .orderBy('made_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(toDraft);
  }

  async draft(id: DraftId): Promise<Draft | null> {
    const row = await this.#db.selectFrom('order_drafts').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toDraft(row) : null;
  }

  async putDraft(draft: Draft, note: Note): Promise<'put' | 'changed_meanwhile'> {
    const { id, ...row } = draftRow(draft);
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        draft.version === 1
          ? await transaction
              .insertInto('order_drafts')
              .values({ id, ...row })
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('order_drafts')
              .set(row)
              .where('id', '=', id)
              .where('version', '=', draft.version - 1)
              .returning('id')
              .executeTakeFirst();
      if (written === undefined) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'put';
    });
  }

  async removeDraft(id: DraftId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('order_drafts')
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        const left = await transaction.selectFrom('order_drafts').select('id').where('id', '=', id).executeTakeFirst();
        return left === undefined ? 'not_found' : 'changed_meanwhile';
      }
      await writeNote(transaction, note);
      return 'removed';
    });
  }

  async add({ order, rings, runs, ...more }: NewOrder, note: Note): Promise<'added' | 'exists'> {
    return this.#db.transaction().execute(async (transaction) => {
      // A row by the same id, or a ring by the same statement, is there already: one of two that came at once.
      const added = await transaction
        .insertInto('orders')
        .values(orderRow(order))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return 'exists';
      for (const ring of rings) await transaction.insertInto('order_rings').values(ringRow(ring)).execute();
      await insertRuns(transaction, runs);
      await writeBelongings(transaction, order.id, more);
      if (order.draft !== null) await transaction.deleteFrom('order_drafts').where('id', '=', order.draft).execute();
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async orders(scope: Scope, query: OrderQuery): Promise<Order[]> {
    const shown = this.#shownBy(scope);
    const found: Order[] = [];
    let { after } = query;
    for (;;) {
      const rows = await chosen(this.#select(scope), { ...query, ...(after && { after }) })
        .orderBy('orders.signed_at', 'desc')
        .orderBy('orders.id')
        .limit(query.limit)
        .execute();
      for (const row of rows) if (await shown(row.id)) found.push(toOrder(row));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
      after = { signedAt: last.signed_at, id: last.id };
    }
  }

  async order(scope: Scope, id: OrderId): Promise<Order | null> {
    const row = await this.#select(scope).where('orders.id', '=', id).executeTakeFirst();
    return row && (await this.#shownBy(scope)(row.id)) ? toOrder(row) : null;
  }

  async rings(id: OrderId): Promise<Ring[]> {
    const rows = await this.#db
      .selectFrom('order_rings')
      .selectAll()
      .where('order_id', '=', id)
      .orderBy('ring')
      .execute();
    return rows.map(toRing);
  }

  async active(): Promise<Order[]> {
    const rows = await this.#db
      .selectFrom('orders')
      .selectAll()
      .where('state', 'in', ['waiting-approval', 'planned', 'running', 'halted'])
      .orderBy('signed_at')
      .orderBy('id')
      .execute();
    return rows.map(toOrder);
  }

  async change(
    order: Order,
    rings: readonly Ring[],
    moves: readonly RingMove[],
    note: Note,
  ): Promise<number | 'changed_meanwhile'> {
    const { id, ...row } = orderRow(order);
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('orders')
        .set(row)
        .where('id', '=', id)
        .where('version', '=', order.version - 1)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return 'changed_meanwhile';
      for (const ring of rings) {
        const { order_id: _of, ring: place, ...values } = ringRow(ring);
        await transaction
          .updateTable('order_rings')
          .set(values)
          .where('order_id', '=', id)
          .where('ring', '=', place)
          .execute();
      }
      let moved = 0;
      for (const one of moves) moved += await moveRing(transaction, id, one);
      await writeNote(transaction, note);
      return moved;
    });
  }

  async sealed(owner: string, device: DeviceId): Promise<Sealed | null> {
    const row = await this.#db
      .selectFrom('sealed_secrets')
      .select('sealed')
      .where('owner', '=', owner)
      .where('device', '=', device)
      .executeTakeFirst();
    return row ? (JSON.parse(row.sealed) as Sealed) : null;
  }

  /** Orders with a device at the scope's sites. */
  #select(scope: Scope) {
    const question = this.#db.selectFrom('orders').selectAll('orders');
    if (scope.sites === 'all') return question;
    return question.where((eb) =>
      eb.exists(
        eb
          .selectFrom('runs')
          .innerJoin('devices', 'devices.id', 'runs.device')
          .select('runs.id')
          .whereRef('runs.owner', '=', 'orders.id')
          .where(within(scope, 'devices.site')),
      ),
    );
  }

  /** Whether the scope's selector chooses a device of an order. */
  #shownBy(scope: Scope): (order: string) => Promise<boolean> {
    if (scope.selector === undefined) return async () => true;
    const fits = chosenBy(scope);
    return async (order) => {
      const rows = await this.#db
        .selectFrom('runs')
        .innerJoin('devices', 'devices.id', 'runs.device')
        .select(['devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
        .where('runs.owner', '=', order)
        .where(within(scope, 'devices.site'))
        .execute();
      return rows.some((row) => fits({ ...row, labels: JSON.parse(row.labels) as Record<string, string> }));
    };
  }
}

type Question = ReturnType<typeof selectAll>;
const selectAll = (db: Kysely<Schema>) => db.selectFrom('orders').selectAll('orders');

/** Those that a query chooses. */
function chosen(question: Question, query: OrderQuery): Question {
  const { states, device, script, incident, change, from, to, after } = query;
  let found = question;
  if (states) found = found.where('orders.state', 'in', states);
  if (script !== undefined) found = found.where('orders.scripts', 'like', `%["${likeable(script)}",%`);
  if (incident !== undefined) found = found.where('orders.incident', '=', incident);
  if (change !== undefined) found = found.where('orders.change', '=', change);
  if (from !== undefined) found = found.where('orders.signed_at', '>=', from);
  if (to !== undefined) found = found.where('orders.signed_at', '<', to);
  if (device !== undefined) {
    found = found.where((eb) =>
      eb.exists(
        eb
          .selectFrom('runs')
          .select('runs.id')
          .whereRef('runs.owner', '=', 'orders.id')
          .where('runs.device', '=', device),
      ),
    );
  }
  if (after) {
    found = found.where(
      sql<SqlBool>`(orders.signed_at < ${after.signedAt} or (orders.signed_at = ${after.signedAt} and orders.id > ${after.id}))`,
    );
  }
  return found;
}

/** A script's name has no sign that `like` knows; what is none has no order. */
const likeable = (name: string) => name.replaceAll(/[^a-z0-9-]/g, '?');

async function moveRing(transaction: Transaction<Schema>, id: string, move: RingMove): Promise<number> {
  const { rings, from, to, at, code } = move;
  const ends: Partial<Selectable<Schema['runs']>> = ['queued', 'withheld'].includes(to) ? {} : { ended_at: at };
  const { numUpdatedRows } = await transaction
    .updateTable('runs')
    .set({ state: to, code, ...ends, ...(to === 'queued' && { queued_at: at }) })
    .where('owner', '=', id)
    .where('ring', 'in', rings)
    .where('state', 'in', from)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
