import type { PersonId } from '@fettle/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Note } from '../../domain/events/types.ts';
import type { ChannelStore } from '../../domain/notifications/store.ts';
import type { Channel, Heartbeat, Override, Roster, Route } from '../../domain/notifications/types.ts';
import { writeNote } from './note.ts';
import { noted, removed } from './put.ts';
import type { Schema } from './schema.ts';
import { sharesSite } from './scope.ts';

type Put = 'put' | 'changed_meanwhile';
type Removed = 'removed' | 'changed_meanwhile' | 'not_found';

export class ChannelRecords implements ChannelStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async channels(): Promise<Channel[]> {
    return (await this.#db.selectFrom('channels').selectAll().orderBy('id').execute()).map(toChannel);
  }

  async channel(id: string): Promise<Channel | null> {
    const row = await this.#db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toChannel(row) : null;
  }

  async putChannel(channel: Parameters<ChannelStore['putChannel']>[0], note: Note): Promise<Put> {
    const { id, name, enabled, to, secret, version } = channel;
    const fields = { name, enabled: enabled ? 1 : 0, leads_to: JSON.stringify(to), version };
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        version === 1
          ? await transaction
              .insertInto('channels')
              .values({ id, ...fields, secret: secret ?? null, last_time: null, last_ok: null, last_answer: null })
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('channels')
              .set({ ...fields, ...(secret === undefined ? {} : { secret }) })
              .where('id', '=', id)
              .where('version', '=', version - 1)
              .returning('id')
              .executeTakeFirst();
      return noted(transaction, written, note);
    });
  }

  removeChannel(id: string, version: number, note: Note): Promise<Removed> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'channels', { id, version }, note));
  }

  async routes(scope: Scope): Promise<Route[]> {
    const rows = await this.#db.selectFrom('routes').selectAll().orderBy('place').orderBy('id').execute();
    return rows.map(toRoute).filter((route) => sharesSite(scope, route.scope.sites));
  }

  async putRoute(route: Route, note: Note): Promise<Put> {
    const { id, scope, version, ...body } = route;
    const row = { id, place: body.order, scope: JSON.stringify(scope), body: JSON.stringify(body), version };
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        version === 1
          ? await transaction
              .insertInto('routes')
              .values(row)
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('routes')
              .set(row)
              .where('id', '=', id)
              .where('version', '=', version - 1)
              .returning('id')
              .executeTakeFirst();
      return noted(transaction, written, note);
    });
  }

  removeRoute(id: string, version: number, note: Note): Promise<Removed> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'routes', { id, version }, note));
  }

  async rosters(): Promise<Roster[]> {
    const rows = await this.#db.selectFrom('rosters').selectAll().orderBy('id').execute();
    const overrides = await this.#db
      .selectFrom('roster_overrides')
      .selectAll()
      .orderBy('begins')
      .orderBy('id')
      .execute();
    return rows.map((row) => toRoster(row, overrides.filter(({ roster }) => roster === row.id).map(toOverride)));
  }

  async putRoster({ id, overrides: _apart, version, ...body }: Roster, note: Note): Promise<Put> {
    const row = { id, body: JSON.stringify(body), version };
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        version === 1
          ? await transaction
              .insertInto('rosters')
              .values(row)
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('rosters')
              .set(row)
              .where('id', '=', id)
              .where('version', '=', version - 1)
              .returning('id')
              .executeTakeFirst();
      return noted(transaction, written, note);
    });
  }

  removeRoster(id: string, version: number, note: Note): Promise<Removed> {
    return this.#db.transaction().execute((transaction) => removed(transaction, 'rosters', { id, version }, note));
  }

  async addOverride(roster: string, override: Override, note: Note): Promise<'added' | 'not_found'> {
    const { id, person, from, to, reason } = override;
    return this.#db.transaction().execute(async (transaction) => {
      const found = await transaction.selectFrom('rosters').select('id').where('id', '=', roster).executeTakeFirst();
      if (found === undefined) return 'not_found';
      await transaction
        .insertInto('roster_overrides')
        .values({ id, roster, person, begins: from, ends: to, reason })
        .execute();
      await writeNote(transaction, note);
      return 'added';
    });
  }

  async removeOverride(roster: string, id: string, note: Note): Promise<'removed' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('roster_overrides')
        .where('id', '=', id)
        .where('roster', '=', roster)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return 'not_found';
      await writeNote(transaction, note);
      return 'removed';
    });
  }

  async heartbeat(): Promise<Heartbeat | null> {
    const row = await this.#db.selectFrom('heartbeat').selectAll().executeTakeFirst();
    return row ? { url: row.url, everyMs: row.every_ms, last: lastOf(row), version: row.version } : null;
  }

  async setHeartbeat({ url, everyMs, version }: Omit<Heartbeat, 'last'>, note: Note): Promise<Put> {
    const fields = { url, every_ms: everyMs, version };
    return this.#db.transaction().execute(async (transaction) => {
      const written =
        version === 1
          ? await transaction
              .insertInto('heartbeat')
              .values({ id: 1, ...fields, last_time: null, last_ok: null, last_answer: null })
              .onConflict((conflict) => conflict.column('id').doNothing())
              .returning('id')
              .executeTakeFirst()
          : await transaction
              .updateTable('heartbeat')
              .set(fields)
              .where('version', '=', version - 1)
              .returning('id')
              .executeTakeFirst();
      return noted(transaction, written, note);
    });
  }

  async beaten({ time, ok, answer }: NonNullable<Heartbeat['last']>): Promise<void> {
    await this.#db
      .updateTable('heartbeat')
      .set({ last_time: time, last_ok: ok ? 1 : 0, last_answer: answer })
      .execute();
  }
}

interface Last {
  readonly last_time: number | null;
  readonly last_ok: number | null;
  readonly last_answer: string | null;
}

function lastOf({ last_time: time, last_ok: ok, last_answer: answer }: Last): Channel['last'] {
  return time === null ? null : { time, ok: ok === 1, answer: answer ?? '' };
}

function toChannel(row: Selectable<Schema['channels']>): Channel {
  const { id, name, enabled, secret, version } = row;
  return {
    id,
    name,
    enabled: enabled === 1,
    to: JSON.parse(row.leads_to) as Channel['to'],
    secret,
    last: lastOf(row),
    version,
  };
}

function toRoute({ id, scope, body, version }: Selectable<Schema['routes']>): Route {
  const rest = JSON.parse(body) as Omit<Route, 'id' | 'scope' | 'version'>;
  return { id, ...rest, scope: JSON.parse(scope) as Scope, version };
}

function toRoster({ id, body, version }: Selectable<Schema['rosters']>, overrides: readonly Override[]): Roster {
  return { id, ...(JSON.parse(body) as Omit<Roster, 'id' | 'overrides' | 'version'>), overrides, version };
}

function toOverride({ id, person, begins, ends, reason }: Selectable<Schema['roster_overrides']>): Override {
  return { id, person: person as PersonId, from: begins, to: ends, reason };
}
