import type { DeviceId } from '@fettle/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { EventQuery, EventStore } from '../../domain/events/store.ts';
import type { AuditCheck, AuditRow, Event, Note } from '../../domain/events/types.ts';
import { chainHash } from './audit-chain.ts';
import { writeNote } from './note.ts';
import type { Schema } from './schema.ts';
import { withinOrEverywhere } from './scope.ts';

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
    const rows = await this.#db
      .selectFrom('events')
      .selectAll()
      .where('sequence', '>', sequence)
      .where(withinOrEverywhere(scope, 'site'))
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map(toEvent);
  }

  async list(scope: Scope, { device, kind, from, to, limit, before }: EventQuery): Promise<Event[]> {
    let query = this.#db.selectFrom('events').selectAll().where(withinOrEverywhere(scope, 'site'));
    if (device !== undefined) query = query.where('device', '=', device);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    if (from !== undefined) query = query.where('time', '>=', from);
    if (to !== undefined) query = query.where('time', '<', to);
    if (before !== undefined) query = query.where('sequence', '<', before);
    const rows = await query.orderBy('sequence', 'desc').limit(limit).execute();
    return rows.map(toEvent);
  }

  async bounds(): Promise<{ readonly oldest: number; readonly newest: number }> {
    const { newest, oldest } = await this.#db
      .selectFrom('heads')
      .where('log', '=', 'events')
      .select('sequence as newest')
      .select((eb) =>
        eb
          .selectFrom('events')
          .select((min) => min.fn.min('sequence').as('first'))
          .as('oldest'),
      )
      .executeTakeFirstOrThrow();
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
