import type { DeviceId } from '@fettle/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { EventQuery, EventStore } from '../../domain/events/store.ts';
import type { AuditCheck, AuditRow, Event, Note } from '../../domain/events/types.ts';
import { chainHash } from './audit-chain.ts';
import { writeNote } from './note.ts';
import { executePrepared } from './prepared.ts';
import type { Schema } from './schema.ts';
import { chosenBy, isEverywhere, withinOrEverywhere } from './scope.ts';

/** Rows read at once when the whole audit log is checked. */
const checkedAtOnce = 1_000;

export class EventRecords implements EventStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async record(note: Note): Promise<void> {
    await this.#db.transaction().execute((transaction) => writeNote(transaction, note));
  }

  async after(scope: Scope, sequence: number, limit: number): Promise<Event[]> {
    if (isEverywhere(scope)) {
      // Many ask so each second.
      const rows = await executePrepared(this.#db, 'events after', [sequence, limit], () =>
        selectEvents(this.#db, scope).where('sequence', '>', sequence).orderBy('sequence').limit(limit),
      );
      return rows.map(toEvent);
    }
    return this.#seen(scope, limit, (last) =>
      selectEvents(this.#db, scope)
        .where('sequence', '>', last ?? sequence)
        .orderBy('sequence'),
    );
  }

  async list(scope: Scope, { device, kind, from, to, limit, before }: EventQuery): Promise<Event[]> {
    return this.#seen(scope, limit, (last = before) => {
      let query = selectEvents(this.#db, scope);
      if (device !== undefined) query = query.where('device', '=', device);
      if (kind !== undefined) query = query.where('kind', '=', kind);
      if (from !== undefined) query = query.where('time', '>=', from);
      if (to !== undefined) query = query.where('time', '<', to);
      if (last !== undefined) query = query.where('sequence', '<', last);
      return query.orderBy('sequence', 'desc');
    });
  }

  /** Up to `limit` events of devices that the scope's selector chooses now, or of none; `rows` reads on after a sequence. */
  async #seen(scope: Scope, limit: number, rows: (last?: number) => ReturnType<typeof selectEvents>): Promise<Event[]> {
    const found: Event[] = [];
    const known = new Map<string, boolean>();
    let last: number | undefined;
    while (found.length < limit) {
      const read = (await rows(last).limit(limit).execute()).map(toEvent);
      last = read.at(-1)?.sequence;
      await this.#look(scope, read, known);
      found.push(...read.filter(({ device }) => device === null || known.get(device) !== false));
      if (read.length < limit) break;
    }
    return found.slice(0, limit);
  }

  /** Notes which devices of these events the selector leaves out; a device that is no more is one of them. */
  async #look(scope: Scope, events: readonly Event[], known: Map<string, boolean>): Promise<void> {
    if (scope.selector === undefined) return;
    const chosen = chosenBy(scope);
    const asked = new Set(events.flatMap(({ device }) => (device === null || known.has(device) ? [] : [device])));
    if (asked.size === 0) return;
    const rows = await this.#db
      .selectFrom('devices')
      .select(['id', 'os', 'kind', 'site', 'labels'])
      .where('id', 'in', [...asked] as string[])
      .execute();
    for (const id of asked) known.set(id, false);
    for (const { id, labels, ...device } of rows) {
      known.set(id, chosen({ ...device, labels: JSON.parse(labels) as Record<string, string> }));
    }
  }

  async bounds(): Promise<{ readonly oldest: number; readonly newest: number }> {
    const [row] = await executePrepared(this.#db, 'bounds of events', ['events'], () => selectBounds(this.#db));
    if (row === undefined) throw new Error('The head of the events is gone.');
    const { newest, oldest } = row;
    return { newest, oldest: oldest ?? newest + 1 };
  }

  async retain(before: number): Promise<number> {
    // A prefix, so that what is kept has no holes and a cursor can tell from `oldest` alone whether it missed any.
    return this.#db.transaction().execute(async (transaction) => {
      const kept = await transaction
        .selectFrom('events')
        .select('sequence')
        .where('time', '>=', before)
        .orderBy('sequence')
        .limit(1)
        .executeTakeFirst();
      let removal = transaction.deleteFrom('events').where('time', '<', before);
      if (kept) removal = removal.where('sequence', '<', kept.sequence);
      const { numDeletedRows } = await removal.executeTakeFirst();
      return Number(numDeletedRows);
    });
  }

  async audit(after: number, limit: number): Promise<AuditRow[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as AuditRow['detail'] }));
  }

  async checkAudit(): Promise<AuditCheck> {
    const head = await this.#db
      .selectFrom('heads')
      .select(['sequence', 'hash'])
      .where('log', '=', 'audit')
      .executeTakeFirstOrThrow();
    let hash = '';
    let sequence = 0;
    while (sequence < head.sequence) {
      const rows = await this.#auditRows(sequence, Math.min(checkedAtOnce, head.sequence - sequence));
      for (const row of rows) {
        hash = chainHash(hash, row);
        if (row.sequence !== sequence + 1 || row.hash !== hash) return { rows: sequence, brokenAt: sequence + 1 };
        sequence = row.sequence;
      }
      if (rows.length === 0) return { rows: sequence, brokenAt: sequence + 1 };
    }
    return { rows: sequence, brokenAt: hash === head.hash ? null : sequence };
  }

  #auditRows(after: number, limit: number): Promise<Selectable<Schema['audit']>[]> {
    return this.#db
      .selectFrom('audit')
      .selectAll()
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit)
      .execute();
  }
}

function selectBounds(db: Kysely<Schema>) {
  return db
    .selectFrom('heads')
    .where('log', '=', 'events')
    .select('sequence as newest')
    .select((eb) =>
      eb
        .selectFrom('events')
        .select((min) => min.fn.min('sequence').as('first'))
        .as('oldest'),
    );
}

function selectEvents(db: Kysely<Schema>, scope: Scope) {
  return db.selectFrom('events').selectAll().where(withinOrEverywhere(scope, 'site'));
}

function toEvent({ sequence, time, kind, device, site, detail }: Selectable<Schema['events']>): Event {
  return {
    sequence,
    time,
    kind,
    device: device as DeviceId | null,
    site,
    detail: JSON.parse(detail) as Event['detail'],
  };
}
