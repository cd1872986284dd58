import type { IncidentId } from '@fettle/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { DeliveryQuery, NoticeStore } from '../../domain/notifications/store.ts';
import type { Delivery, StageRow, Thread } from '../../domain/notifications/types.ts';
import { chosenDeliveries, shownDeliveries } from './delivery-list.ts';
import { writeNote } from './note.ts';
import { toDelivery, toStage, toThread } from './notice-rows.ts';
import { Collision, keepDeliveries, keepStages, keepThreads } from './notice-writes.ts';
import type { Schema } from './schema.ts';

const waiting = ['waiting', 'failed'];

export class NoticeRecords implements NoticeStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async cursor(): Promise<number | null> {
    return (await this.#db.selectFrom('notice_cursor').select('sequence').executeTakeFirst())?.sequence ?? null;
  }

  async threads(incidents: readonly IncidentId[]): Promise<Thread[]> {
    if (incidents.length === 0) return [];
    const rows = await this.#db.selectFrom('notice_threads').selectAll().where('incident', 'in', incidents).execute();
    return rows.map(toThread);
  }

  async due(now: number, limit: number): Promise<Thread[]> {
    const rows = await this.#db
      .selectFrom('notice_threads')
      .selectAll()
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .orderBy('incident')
      .limit(limit)
      .execute();
    return rows.map(toThread);
  }

  async recent(since: number): Promise<Thread[]> {
    const rows = await this.#db
      .selectFrom('notice_threads')
      .selectAll()
      .where('telling', 'is not', null)
      .where('since', '>=', since)
      .orderBy('since')
      .orderBy('incident')
      .execute();
    return rows.map(toThread);
  }

  heard(
    from: number | null,
    to: number,
    threads: readonly Thread[],
    stages: readonly StageRow[],
  ): Promise<'kept' | 'changed_meanwhile'> {
    return this.#whole(async (transaction) => {
      const moved =
        from === null
          ? await transaction
              .insertInto('notice_cursor')
              .values({ id: 1, sequence: to })
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('notice_cursor')
              .set({ sequence: to })
              .where('sequence', '=', from)
              .returning('id')
              .executeTakeFirst();
      if (moved === undefined) throw new Collision();
      await keepThreads(transaction, threads);
      await keepStages(transaction, stages);
    });
  }

  decided(
    threads: readonly Thread[],
    deliveries: readonly Delivery[],
    stages: readonly StageRow[],
  ): Promise<'kept' | 'changed_meanwhile'> {
    return this.#whole(async (transaction) => {
      await keepThreads(transaction, threads);
      await keepDeliveries(transaction, deliveries);
      await keepStages(transaction, stages);
    });
  }

  async add(deliveries: readonly Delivery[]): Promise<void> {
    await this.#db.transaction().execute((transaction) => keepDeliveries(transaction, deliveries));
  }

  async take(now: number, limit: number, until: (attempts: number) => number): Promise<Delivery[]> {
    const next = await this.#db
      .selectFrom('deliveries')
      .select('id')
      .where('next_at', '<=', now)
      .limit(1)
      .executeTakeFirst();
    // Asked twice a second: without anything to do nobody is kept from writing.
    if (next === undefined) return [];
    return this.#db.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('deliveries')
        .selectAll()
        .where('next_at', '<=', now)
        .where('state', 'in', waiting)
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      const taken: Selectable<Schema['deliveries']>[] = [];
      for (const row of rows) {
        const attempts = row.attempts + 1;
        const mine = await transaction
          .updateTable('deliveries')
          .set({ attempts, next_at: until(attempts) })
          .where('id', '=', row.id)
          .where('attempts', '=', row.attempts)
          .where('state', 'in', waiting)
          .returningAll()
          .executeTakeFirst();
        if (mine !== undefined) taken.push(mine);
      }
      return withIncidents(transaction, taken);
    });
  }

  answered(
    id: string,
    attempts: number,
    now: number,
    outcome: Pick<Delivery, 'state' | 'deliveredAt' | 'nextAt' | 'answer'>,
    more: readonly Delivery[],
    note: Note,
  ): Promise<'kept' | 'changed_meanwhile'> {
    const { state, deliveredAt, nextAt, answer } = outcome;
    return this.#whole(async (transaction) => {
      const row = await transaction
        .updateTable('deliveries')
        .set({ state, delivered_at: deliveredAt, next_at: nextAt, answer })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('state', 'in', waiting)
        .returning('channel')
        .executeTakeFirst();
      if (row === undefined) throw new Collision();
      await transaction
        .updateTable('channels')
        .set({ last_time: now, last_ok: state === 'delivered' ? 1 : 0, last_answer: answer })
        .where('id', '=', row.channel)
        .execute();
      await keepDeliveries(transaction, more);
      await writeNote(transaction, note);
    });
  }

  async delivery(id: string): Promise<Delivery | null> {
    const rows = await this.#db.selectFrom('deliveries').selectAll().where('id', '=', id).execute();
    return (await withIncidents(this.#db, rows))[0] ?? null;
  }

  async deliveries(scope: Scope, query: DeliveryQuery): Promise<Delivery[]> {
    const found: Selectable<Schema['deliveries']>[] = [];
    let { before } = query;
    for (;;) {
      const rows = await chosenDeliveries(this.#db, scope, { ...query, ...(before && { before }) }).execute();
      found.push(...(await shownDeliveries(this.#db, scope, rows)));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) break;
      before = { createdAt: last.created_at, id: last.id };
    }
    return withIncidents(this.#db, found.slice(0, query.limit));
  }

  async useLink(id: string, now: number, note: Note): Promise<'used' | 'used_before' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const used = await transaction
        .updateTable('deliveries')
        .set({ link_used_at: now })
        .where('id', '=', id)
        .where('link_used_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (used === undefined) {
        const found = await transaction.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst();
        return found === undefined ? 'not_found' : 'used_before';
      }
      await writeNote(transaction, note);
      return 'used';
    });
  }

  async stages(incident: IncidentId): Promise<StageRow[]> {
    const rows = await this.#db
      .selectFrom('notice_stages')
      .selectAll()
      .where('incident', '=', incident)
      .orderBy('number')
      .execute();
    return rows.map(toStage);
  }

  async retain(before: number): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const sent = await transaction.deleteFrom('deliveries').where('created_at', '<', before).executeTakeFirst();
      const said = await transaction.deleteFrom('notice_stages').where('time', '<', before).executeTakeFirst();
      const over = await transaction
        .deleteFrom('notice_threads')
        .where('telling', 'is', null)
        .where('begun', '<', before)
        .executeTakeFirst();
      return Number(sent.numDeletedRows + said.numDeletedRows + over.numDeletedRows);
    });
  }

  /** All of a step, or nothing of it where somebody else was faster. */
  async #whole(step: (transaction: Parameters<typeof keepThreads>[0]) => Promise<void>) {
    try {
      await this.#db.transaction().execute(step);
      return 'kept';
    } catch (error) {
      if (error instanceof Collision) return 'changed_meanwhile';
      throw error;
    }
  }
}

async function withIncidents(
  db: Pick<Kysely<Schema>, 'selectFrom'>,
  rows: readonly Selectable<Schema['deliveries']>[],
): Promise<Delivery[]> {
  if (rows.length === 0) return [];
  const links = await db
    .selectFrom('delivery_incidents')
    .selectAll()
    .where(
      'delivery',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('incident')
    .execute();
  const found = Map.groupBy(links, ({ delivery }) => delivery);
  return rows.map((row) =>
    toDelivery(
      row,
      (found.get(row.id) ?? []).map(({ incident }) => incident),
    ),
  );
}
