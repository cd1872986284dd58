import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow, type Scope } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { CapacityPorts } from './context.ts';
import { detailOf } from './forecast.ts';
import { subjectsOf } from './of-devices.ts';
import { subjectOfLimit } from './of-limits.ts';
import type { Forecast, ForecastDetail, Subject } from './types.ts';

export interface CapacityInput {
  readonly kind?: Forecast['kind'];
  readonly site?: string;
  readonly device?: string;
  /** Only what is full within so many days. */
  readonly within?: number;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ForecastList {
  readonly items: Forecast[];
  readonly next: string | null;
  /** When the oldest of all was reckoned; null: nothing was yet. */
  readonly reckonedAt: number | null;
}

const dayMs = 86_400_000;
const usual = 200;

/** Soonest full first, those without a date last, fullest of them first. @throws FettleError `not_allowed`, `input_invalid` (cursor) */
export async function listForecasts(
  { store, devices, now }: Pick<CapacityPorts, 'store' | 'devices' | 'now'>,
  actor: Actor,
  { kind, site, device, within, limit = usual, cursor }: CapacityInput,
): Promise<ForecastList> {
  allow(actor, 'capacity.read');
  const seen = new Map((await devices.devices(actor.scope)).map((one) => [one.id, one]));
  const query = {
    ...(kind !== undefined && { kind }),
    ...(site !== undefined && { site }),
    ...(device !== undefined && { device }),
    ...(within !== undefined && { before: now + within * dayMs }),
  };
  const found = (await store.forecasts(actor.scope, query))
    .flatMap(({ forecast }) => ofNow(forecast, seen, actor.scope) ?? [])
    .toSorted(soonestFirst);
  // A place in the order, not a count: what is reckoned meanwhile shifts nothing by much.
  const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    throw new FettleError('input_invalid', 'What this cursor names is not forecast any more. Begin the list again.');
  }
  const items = found.slice(from, from + limit);
  const next = from + limit < found.length ? (items.at(-1)?.id ?? null) : null;
  return { items, next, reckonedAt: await store.reckonedAt() };
}

/** With what it was fitted to and what is to come, as of now. @throws FettleError `not_allowed`, `not_found` */
export async function getForecast(
  ports: CapacityPorts,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<ForecastDetail> {
  allow(actor, 'capacity.read');
  const kept = await ports.store.forecast(actor.scope, id);
  const owner = kept?.forecast.device ?? null;
  const device = owner === null ? null : await ports.devices.device(actor.scope, owner as DeviceId);
  if (!kept || (owner === null ? !seesLimits(actor.scope) : !device)) throw new FettleError('not_found');
  const subject = await findSubject(ports, kept.forecast, device);
  // What it was of is not measured any more: the last word on it stays until the next reckoning.
  return subject ? detailOf(subject, ports.now) : { forecast: kept.forecast, history: [], coming: [] };
}

async function findSubject(ports: CapacityPorts, forecast: Forecast, device: Device | null): Promise<Subject | null> {
  const { limit: limitId } = forecast.attributes;
  if (limitId !== undefined) {
    const limit = (await ports.store.limits({ sites: 'all' })).find(({ id }) => id === limitId);
    return limit ? subjectOfLimit(ports, limit) : null;
  }
  if (!device) return null;
  for await (const subject of subjectsOf(ports, [device])) if (subject.id === forecast.id) return subject;
  return null;
}

/** Names and sites are those of now; null: it is none of the actor’s. */
export function ofNow(forecast: Forecast, seen: ReadonlyMap<DeviceId, Device>, scope: Scope): Forecast | null {
  if (forecast.device === null) return seesLimits(scope) ? forecast : null;
  const device = seen.get(forecast.device as DeviceId);
  return device ? { ...forecast, deviceName: device.name, site: device.site } : null;
}

/** What counts devices counts some that a selector may hide: whoever has one does not see the count. */
export const seesLimits = ({ selector }: Scope): boolean => selector === undefined;

function soonestFirst(a: Forecast, b: Forecast): number {
  const [first, second] = [a.fullAt ?? Number.POSITIVE_INFINITY, b.fullAt ?? Number.POSITIVE_INFINITY];
  if (first !== second) return first - second;
  return share(b) - share(a) || (a.id < b.id ? -1 : 1);
}

const share = ({ value, limit }: Forecast) => (limit > 0 ? value / limit : 0);
