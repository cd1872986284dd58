import type { ChangeId, DeviceId, IncidentId, RuleId } from '@fettle/shared/ids';
import { type Kysely, type Selectable, sql, type SqlBool } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { ChangeQuery, ChangeStore, RemedyKey } from '../../domain/changes/store.ts';
import type { Change, ChangeKind, NewChange } from '../../domain/changes/types.ts';
import { shownBy } from './incident-rows.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';

/** Rows of one insert: 12 values a row stay below what either database takes. */
const keptAtOnce = 200;

export class ChangeRecords implements ChangeStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async cursor(): Promise<number | null> {
    return (await this.#db.selectFrom('change_cursor').select('sequence').executeTakeFirst())?.sequence ?? null;
  }

  async keep(changes: readonly NewChange[]): Promise<void> {
    if (changes.length === 0) return;
    const newest = new Map(changes.map((change) => [change.id, change]));
    const ordered = [...newest.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await this.#db.transaction().execute(async (transaction) => {
      for (let i = 0; i < ordered.length; i += keptAtOnce) {
        const some = ordered.slice(i, i + keptAtOnce);
        const devices = [...new Set(some.map(({ device }) => device as string))];
        const there = await transaction.selectFrom('devices').select('id').where('id', 'in', devices).execute();
        const known = new Set(there.map(({ id }) => id));
        const rows = some.filter(({ device }) => known.has(device)).map(changeRow);
        if (rows.length === 0) continue;
        await transaction
          .insertInto('changes')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet((eb) => ({
              time: eb.ref('excluded.time'),
              words: eb.ref('excluded.words'),
              made_by: eb.ref('excluded.made_by'),
              outcome: eb.ref('excluded.outcome'),
              rule: eb.ref('excluded.rule'),
              instance: eb.ref('excluded.instance'),
            })),
          )
          .execute();
      }
    });
  }

  async heard(from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'> {
    const moved =
      from === null
        ? await this.#db
            .insertInto('change_cursor')
            .values({ id: 1, sequence: to })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .returning('id')
            .executeTakeFirst()
        : await this.#db
            .updateTable('change_cursor')
            .set({ sequence: to })
            .where('sequence', '=', from)
            .returning('id')
            .executeTakeFirst();
    return moved === undefined ? 'changed_meanwhile' : 'moved';
  }

  async list(scope: Scope, query: ChangeQuery): Promise<Change[]> {
    const shown = shownBy(scope);
    const found: Change[] = [];
    let { after } = query;
    for (;;) {
      const rows = await this.#page(scope, { ...query, ...(after && { after }) });
      found.push(...rows.filter((row) => shown(placeOf(row))).map(toChange));
      const last = rows.at(-1);
      // What a selector leaves out makes the page shorter: read on until it is full.
      if (!last || rows.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
      after = { time: last.time, id: last.id };
    }
  }

  async change(scope: Scope, id: string): Promise<Change | null> {
    const row = await this.#select(scope).where('changes.id', '=', id).executeTakeFirst();
    return row && shownBy(scope)(placeOf(row)) ? toChange(row) : null;
  }

  async remedies({ rule, device, instance }: RemedyKey, from: number): Promise<Change[]> {
    const rows = await this.#select({ sites: 'all' })
      .where('device', '=', device)
      .where('time', '>=', from)
      .where('rule', '=', rule)
      .where('instance', '=', instance)
      .orderBy('time')
      .orderBy('changes.id')
      .execute();
    return rows.map(toChange);
  }

  async attached(id: string, incident: IncidentId): Promise<void> {
    await this.#db.updateTable('changes').set({ incident }).where('id', '=', id).execute();
  }

  async retain(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db.deleteFrom('changes').where('time', '<', before).executeTakeFirst();
    return Number(numDeletedRows);
  }

  #page(scope: Scope, { devices, site, kind, from, to, after, limit }: ChangeQuery) {
    let question = this.#select(scope);
    if (devices) question = question.where('device', 'in', devices.length > 0 ? devices : ['']);
    if (site !== undefined) question = question.where('devices.site', '=', site);
    if (kind !== undefined) question = question.where('changes.kind', '=', kind);
    if (from !== undefined) question = question.where('time', '>=', from);
    if (to !== undefined) question = question.where('time', '<', to);
    if (after) {
      question = question.where(
        sql<SqlBool>`(time < ${after.time} or (time = ${after.time} and changes.id < ${after.id}))`,
      );
    }
    return question.orderBy('time', 'desc').orderBy('changes.id', 'desc').limit(limit).execute();
  }

  #select(scope: Scope) {
    return this.#db
      .selectFrom('changes')
      .innerJoin('devices', 'devices.id', 'changes.device')
      .selectAll('changes')
      .select(['devices.name as device_name', 'devices.site as site', 'devices.os', 'devices.labels'])
      .select('devices.kind as device_kind')
      .where(within(scope, 'devices.site'));
  }
}

function changeRow(change: NewChange): Omit<Selectable<Schema['changes']>, 'incident'> {
  const { by, ...same } = change;
  return { ...same, made_by: by };
}

/** Of the device, for selectors. */
const placeOf = ({ site, os, labels, device_kind: kind }: Row) => ({ site, os, labels, kind });

type Row = Selectable<Schema['changes']> & {
  device_name: string;
  site: string;
  device_kind: string;
  os: string;
  labels: string;
};

function toChange(row: Row): Change {
  return {
    id: row.id,
    time: row.time,
    kind: row.kind as ChangeKind,
    device: row.device as DeviceId,
    deviceName: row.device_name,
    site: row.site,
    words: row.words,
    by: row.made_by,
    link: row.link,
    outcome: row.outcome,
    run: row.run,
    rule: row.rule as RuleId | null,
    instance: row.instance,
    plan: row.plan as ChangeId | null,
    incident: row.incident as IncidentId | null,
  };
}
