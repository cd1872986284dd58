import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { DeliveryQuery } from '../../domain/notifications/store.ts';
import { shownBy } from './incident-rows.ts';
import type { Schema } from './schema.ts';
import { within } from './scope.ts';

type Row = Selectable<Schema['deliveries']>;

/** Those of the scope's sites that a query chooses, newest first. */
export function chosenDeliveries(
  db: Kysely<Schema>,
  scope: Scope,
  { incident, channel, state, limit, before }: DeliveryQuery,
) {
  let query = db.selectFrom('deliveries').selectAll().where(within(scope, 'site'));
  if (channel !== undefined) query = query.where('channel', '=', channel);
  if (state !== undefined) query = query.where('state', '=', state);
  if (incident !== undefined) {
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('delivery_incidents').select('delivery').where('incident', '=', incident),
    );
  }
  if (before !== undefined) {
    const { createdAt, id } = before;
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '<', id)])]),
    );
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
}

/**
 * Those that tell of nothing but devices that the scope's selector chooses now: their words name all of their devices. What tells of
 * none, or of one that is gone, is for who sees the whole site.
 */
export async function shownDeliveries(db: Kysely<Schema>, scope: Scope, rows: readonly Row[]): Promise<Row[]> {
  if (scope.selector === undefined || rows.length === 0) return [...rows];
  const ids = rows.map(({ id }) => id);
  const told = await db
    .selectFrom('delivery_incidents')
    .leftJoin('incidents', 'incidents.id', 'delivery_incidents.incident')
    .leftJoin('devices', 'devices.id', 'incidents.device')
    .select(['delivery', 'devices.site', 'devices.kind', 'devices.os', 'devices.labels'])
    .where('delivery', 'in', ids)
    .execute();
  const shown = shownBy(scope);
  const byDelivery = Map.groupBy(told, ({ delivery }) => delivery);
  const isShown = ({ site, kind, os, labels }: (typeof told)[number]) =>
    site !== null && kind !== null && os !== null && labels !== null && shown({ site, kind, os, labels });
  return rows.filter(({ id }) => byDelivery.get(id)?.every(isShown) ?? false);
}
