import { type Kysely, type Selectable, sql } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { CapacityStore, ForecastOwner, ForecastQuery } from '../../domain/capacity/store.ts';
import type { Forecast, Limit, StoredForecast } from '../../domain/capacity/types.ts';
import type { Note } from '../../domain/events/types.ts';
import { writeNote } from './note.ts';
import { writeVersioned } from './put.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';
import { slices } from './slices.ts';

export class CapacityRecords implements CapacityStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async limits(scope: Scope): Promise<Limit[]> {
    const rows = await this.#db
      .selectFrom('capacity_limits')
      .selectAll()
      .where(within(scope, 'site'))
      .orderBy('id')
      .execute();
    return rows.map(({ id, site, body, version }) => ({ ...JSON.parse(body), id, site, version }) as Limit);
  }

  async putLimit(limit: Limit, note: Note): Promise<'put' | 'changed_meanwhile'> {
    return this.#db.transaction().execute(async (transaction) => {
      if (!(await writeVersioned(transaction, 'capacity_limits', limitRow(limit)))) return 'changed_meanwhile';
      await writeNote(transaction, note);
      return 'put';
    });
  }

  async removeLimit(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('capacity_limits')
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        const left = transaction.selectFrom('capacity_limits').select('id').where('id', '=', id);
        return (await left.executeTakeFirst()) === undefined ? 'not_found' : 'changed_meanwhile';
      }
      await transaction.deleteFrom('capacity_counts').where('limit_id', '=', id).execute();
      await transaction.deleteFrom('forecasts').where('owner', '=', `limit:${id}`).execute();
      await writeNote(transaction, note);
      return 'removed';
    });
  }

  async counts(limit: string): Promise<[number, number][]> {
    const rows = await this.#db
      .selectFrom('capacity_counts')
      .select(['day', 'count'])
      .where('limit_id', '=', limit)
      .orderBy('day')
      .execute();
    return rows.map(({ day, count }) => [day, count]);
  }

  async keepCount(limit: string, day: number, count: number): Promise<void> {
    await this.#db
      .insertInto('capacity_counts')
      .values({ limit_id: limit, day, count })
      .onConflict((conflict) => conflict.columns(['limit_id', 'day']).doUpdateSet({ count }))
      .execute();
  }

  async forecasts(scope: Scope, { kind, site, device, before }: ForecastQuery): Promise<StoredForecast[]> {
    let question = this.#db.selectFrom('forecasts').select(['body', 'made_at']).where(within(scope, 'site'));
    if (kind !== undefined) question = question.where('kind', '=', kind);
    if (site !== undefined) question = question.where('site', '=', site);
    if (device !== undefined) question = question.where('device', '=', device);
    if (before !== undefined) question = question.where('full_at', '<', before);
    const rows = await question
      .orderBy(sql`case when full_at is null then 1 else 0 end`)
      .orderBy('full_at')
      .orderBy('id')
      .execute();
    return rows.map(toForecast);
  }

  async forecast(scope: Scope, id: string): Promise<StoredForecast | null> {
    const row = await this.#db
      .selectFrom('forecasts')
      .select(['body', 'made_at'])
      .where('id', '=', id)
      .where(within(scope, 'site'))
      .executeTakeFirst();
    return row ? toForecast(row) : null;
  }

  async keepForecasts(owners: readonly ForecastOwner[], forecasts: readonly Forecast[], madeAt: number): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      for (const some of slices(owners)) await transaction.deleteFrom('forecasts').where('owner', 'in', some).execute();
      for (const some of slices(forecasts, 100)) {
        const rows = some.map((one) => forecastRow(one, madeAt));
        // Two that reckon at once wrote the same.
        await transaction
          .insertInto('forecasts')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    });
  }

  async sweepForecasts(before: number): Promise<void> {
    await this.#db.deleteFrom('forecasts').where('made_at', '<', before).execute();
  }

  async reckonedAt(): Promise<number | null> {
    const row = await this.#db
      .selectFrom('forecasts')
      .select(({ fn }) => fn.min('made_at').as('oldest'))
      .executeTakeFirst();
    return row?.oldest ?? null;
  }
}

function limitRow({ id, site, version, ...rest }: Limit): Selectable<Schema['capacity_limits']> {
  return { id, site, version, body: JSON.stringify(rest) };
}

function forecastRow(forecast: Forecast, madeAt: number): Schema['forecasts'] {
  const { id, kind, device, site, fullAt } = forecast;
  const { limit } = forecast.attributes;
  return {
    id,
    owner: limit === undefined ? (device ?? '') : `limit:${limit}`,
    kind,
    device,
    site,
    full_at: fullAt,
    made_at: madeAt,
    body: JSON.stringify(forecast),
  };
}

const toForecast = ({ body, made_at }: { body: string; made_at: number }): StoredForecast => ({
  forecast: JSON.parse(body) as Forecast,
  madeAt: made_at,
});
