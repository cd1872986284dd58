import type { RunCounts, RunState } from '@fettle/shared/api/orders';
import type { DeviceId, RunId, StatementId } from '@fettle/shared/ids';
import { type Kysely, sql } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { RunEnd, RunMove, RunQuery, RunStore } from '../../domain/orders/store.ts';
import type { ReceiptLink, Remedy, RingTarget, Run, RunResult, RunTotals } from '../../domain/orders/types.ts';
import { writeNote } from './note.ts';
import { beyondRun, chosenRuns } from './run-list.ts';
import { moment, rank, remedyRow, runShownBy, selectRuns, toLink, toRemedy, toResult, toRun } from './run-rows.ts';
import { endRun, inOrder, moveRun } from './run-writes.ts';
import type { Schema } from './schema.ts';
import { slices } from './slices.ts';

const everywhere: Scope = { sites: 'all' };
const failures = sql.join(['failed', 'timeout', 'unknown', 'refused']);
/** States in which a device may still answer. */
const open = ['queued', 'sent', 'running'];

export class RunRecords implements RunStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async runs(scope: Scope, query: RunQuery): Promise<Run[]> {
    const shown = runShownBy(scope);
    const found: Run[] = [];
    let { after } = query;
    for (;;) {
      let question = chosenRuns(selectRuns(this.#db, scope), query);
      if (after) question = question.where(beyondRun(query.sort, after));
      question =
        query.sort === 'time'
          ? question.orderBy(moment, 'desc').orderBy('runs.id')
          : question.orderBy('runs.ring').orderBy(rank).orderBy('runs.place').orderBy('runs.id');
      const rows = await question.limit(query.limit).execute();
      found.push(...rows.filter(shown).map(toRun));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
      after = toRun(last);
    }
  }

  async run(scope: Scope, id: RunId): Promise<Run | null> {
    const row = await selectRuns(this.#db, scope).where('runs.id', '=', id).executeTakeFirst();
    return row && runShownBy(scope)(row) ? toRun(row) : null;
  }

  async several(ids: readonly RunId[]): Promise<Run[]> {
    const found: Run[] = [];
    for (const some of slices(ids)) {
      const rows = await selectRuns(this.#db, everywhere).where('runs.id', 'in', some).execute();
      found.push(...rows.map(toRun));
    }
    return found;
  }

  async result(id: RunId): Promise<RunResult | null> {
    const row = await this.#db.selectFrom('run_results').selectAll().where('run', '=', id).executeTakeFirst();
    return row ? toResult(row) : null;
  }

  async remedy(id: RunId): Promise<Remedy | null> {
    const row = await this.#db.selectFrom('remedies').selectAll().where('run', '=', id).executeTakeFirst();
    return row ? toRemedy(row) : null;
  }

  async matrix(scope: Scope, order: string): Promise<(readonly [DeviceId, string, RunState, number])[]> {
    const rows = await selectRuns(this.#db, scope)
      .where('runs.owner', '=', order)
      .orderBy('runs.ring')
      .orderBy('runs.place')
      .execute();
    return rows
      .filter(runShownBy(scope))
      .map((row) => [row.device as DeviceId, row.device_name, row.state as RunState, row.ring] as const);
  }

  async counts(scope: Scope, orders: readonly string[]): Promise<ReadonlyMap<string, readonly RunCounts[]>> {
    const found = new Map<string, RunCounts[]>(orders.map((id) => [id, []]));
    if (orders.length === 0) return found;
    const add = (owner: string, ring: number, state: string, count: number) => {
      const rings = found.get(owner) ?? [];
      while (rings.length <= ring) rings.push({});
      const counts = rings[ring] as RunCounts;
      counts[state as RunState] = (counts[state as RunState] ?? 0) + count;
    };
    if (scope.sites !== 'all' || scope.selector !== undefined) {
      const rows = await selectRuns(this.#db, scope).where('runs.owner', 'in', orders).execute();
      for (const { owner, ring, state } of rows.filter(runShownBy(scope))) add(owner, ring, state, 1);
      return found;
    }
    const rows = await this.#db
      .selectFrom('runs')
      .select(['owner', 'ring', 'state'])
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('owner', 'in', orders)
      .groupBy(['owner', 'ring', 'state'])
      .execute();
    for (const { owner, ring, state, count } of rows) add(owner, ring, state, count);
    return found;
  }

  async totals(scope: Scope, kind: Run['kind'], since: number): Promise<RunTotals[]> {
    const rows = await this.#db
      .selectFrom('runs')
      .innerJoin('devices', 'devices.id', 'runs.device')
      .leftJoin('remedies', 'remedies.run', 'runs.id')
      .select([
        'runs.owner',
        'runs.device',
        'devices.site',
        'devices.kind as device_kind',
        'devices.os',
        'devices.labels',
      ])
      .select((eb) => [
        eb.fn.countAll<number>().as('runs'),
        sql<number>`sum(case when runs.state in (${failures}) then 1 else 0 end)`.as('failed'),
        sql<number>`sum(case when remedies.cleared = 1 then 1 else 0 end)`.as('cleared'),
        eb.fn.max('runs.ended_at').as('last'),
      ])
      .where('runs.kind', '=', kind)
      .where('runs.queued_at', '>=', since)
      .where('runs.ended_at', 'is not', null)
      .groupBy(['runs.owner', 'runs.device', 'devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
      .execute();
    const shown = runShownBy(scope);
    const seen =
      scope.sites === 'all' ? rows : rows.filter(({ site }) => (scope.sites as readonly string[]).includes(site));
    return [...Map.groupBy(seen.filter(shown), ({ owner }) => owner)].map(([order, some]) => ({
      order,
      runs: some.reduce((sum, one) => sum + one.runs, 0),
      failed: some.reduce((sum, one) => sum + one.failed, 0),
      cleared: some.reduce((sum, one) => sum + one.cleared, 0),
      lastRunAt: some.reduce<number | null>(
        (last, one) => (one.last === null ? last : Math.max(last ?? 0, one.last)),
        null,
      ),
    }));
  }

  async targets(statement: StatementId): Promise<RingTarget[]> {
    const rows = await this.#db
      .selectFrom('runs')
      // What a device merely says of an order that is not its own stands under no order.
      .innerJoin('order_rings', (join) =>
        join.onRef('order_rings.statement', '=', 'runs.statement').onRef('order_rings.order_id', '=', 'runs.owner'),
      )
      .select(['runs.device', 'runs.host'])
      .where('runs.statement', '=', statement)
      .execute();
    // Sorted here, because databases differ in how they order text.
    return rows
      .map(({ device, host }) => ({ id: device as DeviceId, host }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async waiting(now: number): Promise<DeviceId[]> {
    const rows = await this.#db
      .selectFrom('runs')
      .innerJoin('orders', 'orders.id', 'runs.owner')
      .select('runs.device')
      .distinct()
      .where('orders.state', '=', 'running')
      .where('orders.expires', '>', now)
      .where('runs.state', '=', 'queued')
      .execute();
    return rows.map(({ device }) => device as DeviceId);
  }

  async due(
    devices: readonly DeviceId[],
    states: readonly ('queued' | 'sent')[],
    now: number,
    limit: number,
  ): Promise<Run[]> {
    const found: Run[] = [];
    for (const some of slices(devices)) {
      if (found.length >= limit) break;
      const rows = await selectRuns(this.#db, everywhere)
        .innerJoin('orders', 'orders.id', 'runs.owner')
        .where('runs.device', 'in', some)
        .where('runs.kind', '=', 'order')
        .where('runs.state', 'in', states)
        .where('orders.state', '=', 'running')
        .where('orders.expires', '>', now)
        .orderBy('orders.signed_at')
        .orderBy('runs.queued_at')
        .limit(limit - found.length)
        .execute();
      found.push(...rows.map(toRun));
    }
    return found;
  }

  async sent(ids: readonly RunId[]): Promise<RunId[]> {
    const moved: RunId[] = [];
    for (const some of slices(ids)) {
      const rows = await this.#db
        .updateTable('runs')
        .set({ state: 'sent' })
        .where('id', 'in', some)
        .where('state', '=', 'queued')
        .returning('id')
        .execute();
      moved.push(...rows.map(({ id }) => id as RunId));
    }
    return moved;
  }

  async move(moves: readonly RunMove[], note: (moved: readonly Run[]) => Note): Promise<Run[]> {
    return this.#db.transaction().execute(async (transaction) => {
      const moved: Run[] = [];
      for (const { before, after } of inOrder(moves)) if (await moveRun(transaction, before, after)) moved.push(after);
      if (moved.length > 0) await writeNote(transaction, note(moved));
      return moved;
    });
  }

  async end(ends: readonly RunEnd[]): Promise<('ended' | 'known' | 'changed_meanwhile')[]> {
    return this.#db.transaction().execute(async (transaction) => {
      const answers: ('ended' | 'known' | 'changed_meanwhile')[] = [];
      const notes: Note[] = [];
      for (const one of ends) {
        const answer = await endRun(transaction, one);
        answers.push(answer);
        if (answer === 'ended') notes.push(one.note);
      }
      await writeNote(transaction, {
        events: notes.flatMap(({ events }) => events),
        audit: notes.flatMap(({ audit }) => audit),
      });
      return answers;
    });
  }

  async remedied(remedy: Remedy, note: Note): Promise<'added' | 'known'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('remedies')
        .values(remedyRow(remedy))
        .onConflict((conflict) => conflict.column('run').doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) return 'known';
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async links(of: readonly { readonly device: DeviceId; readonly seqs: readonly number[] }[]): Promise<ReceiptLink[]> {
    const found: ReceiptLink[] = [];
    for (const some of slices(of, 100)) {
      const rows = await this.#db
        .selectFrom('receipt_links')
        .selectAll()
        .where((eb) =>
          eb.or(some.map(({ device, seqs }) => eb.and([eb('device', '=', device), eb('seq', 'in', seqs)]))),
        )
        .execute();
      found.push(...rows.map(toLink));
    }
    return found;
  }

  async lastSeq(device: DeviceId): Promise<number> {
    const row = await this.#db
      .selectFrom('receipt_links')
      .select((eb) => eb.fn.max('seq').as('last'))
      .where('device', '=', device)
      .executeTakeFirst();
    return row?.last ?? 0;
  }

  async overdue(before: number, limit: number): Promise<Run[]> {
    const rows = await selectRuns(this.#db, everywhere)
      .innerJoin('orders', 'orders.id', 'runs.owner')
      .where('runs.kind', '=', 'order')
      .where('runs.state', 'in', ['withheld', ...open])
      .where('orders.expires', '<=', before)
      .limit(limit)
      .execute();
    return rows.map(toRun);
  }

  async retainOutputs(before: number, limit: number): Promise<number> {
    const rows = await this.#db
      .selectFrom('run_results')
      .select('run')
      .where('ended_at', '<', before)
      .where('output', '<>', '')
      .limit(limit)
      .execute();
    if (rows.length === 0) return 0;
    await this.#db
      .updateTable('run_results')
      .set({ output: '' })
      .where(
        'run',
        'in',
        rows.map(({ run }) => run),
      )
      .execute();
    return rows.length;
  }

  async mayFetch(device: DeviceId, sha256: string): Promise<{ order: boolean; standing: readonly string[] }> {
    const [order, standing] = await Promise.all([
      this.#db
        .selectFrom('owned_bodies')
        .innerJoin('runs', 'runs.owner', 'owned_bodies.owner')
        .select('runs.id')
        .where('owned_bodies.sha256', '=', sha256)
        .where('runs.device', '=', device)
        .where('runs.state', 'in', ['sent', 'running'])
        .executeTakeFirst(),
      this.#db
        .selectFrom('standing_orders')
        .innerJoin('owned_bodies', (join) =>
          join.on((eb) =>
            eb(
              'owned_bodies.owner',
              '=',
              sql<string>`standing_orders.id || '@' || cast(standing_orders.signed_version as text)`,
            ),
          ),
        )
        .select('owned_bodies.owner')
        .where('owned_bodies.sha256', '=', sha256)
        .where('standing_orders.state', '=', 'in-force')
        .execute(),
    ]);
    return { order: order !== undefined, standing: standing.map(({ owner }) => owner) };
  }
}
