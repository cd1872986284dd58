import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { ServiceHistoryPorts } from './context.ts';
import { serviceHistories } from './history.ts';
import { openingsOf } from './openings.ts';
import type { LiveState } from './store.ts';
import type { StateStretch } from './types.ts';
import { siteOf, sitesOf } from './site-of.ts';
import { everyService, type VisibleService } from './visible.ts';

/** So far back the beginning of a state is looked for; what has lasted longer is known already. */
const backMs = 86_400_000;

/**
 * Tells of services that are not what was told last. A change is told with the time at which it took place; what came and went between
 * two looks is in the history, and nobody is told of it.
 */
export async function tendServices(ports: ServiceHistoryPorts & { readonly now: number }): Promise<number> {
  const { services, now } = ports;
  const sites = sitesOf(await ports.devices.devices(everywhere));
  const all = await everyService(ports);
  const told = new Map((await services.states()).map((one) => [one.service, one]));
  const ids = all.map(({ service }) => service.id);
  const current = await serviceHistories(ports, ids, now, now + 1);
  const turned = all.filter(({ service: { id } }) => current.get(id)?.[0]?.state !== told.get(id)?.state);
  if (turned.length === 0) return 0;
  const pasts = await serviceHistories(
    ports,
    turned.map(({ service }) => service.id),
    now - backMs,
    now + 1,
  );
  const changes = turned.flatMap((one) => {
    const live = liveOf(one, sites, pasts.get(one.service.id) ?? [], told.get(one.service.id));
    return live ? [live] : [];
  });
  const states = changes.map(({ state }) => state);
  await services.tell(states, { events: changes.map(({ event }) => event), audit: [] });
  return changes.length;
}

interface Change {
  readonly state: LiveState;
  readonly event: NewEvent;
}

function liveOf(
  one: VisibleService,
  sites: ReadonlyMap<DeviceId, string>,
  past: readonly StateStretch[],
  told: LiveState | undefined,
): Change | null {
  const { service } = one;
  const last = past.at(-1);
  if (!last) return null;
  // Stretches of one state differ in their causes: it is so since the first of them.
  const begin = past.slice(past.findLastIndex(({ state }) => state !== last.state) + 1)[0] ?? last;
  const since = Math.max(begin.from, told?.since ?? service.countedFrom);
  // Its id alone: who shares a site with it may still not see it, nor what it is made of.
  const detail = { service: service.id, from: told?.state ?? null, to: last.state };
  return {
    state: { service: service.id, state: last.state, since },
    event: { time: since, kind: 'service.state', device: null, site: siteOf(one, sites), detail },
  };
}

/**
 * When the next window of a device that is out opens or closes: then services may be something else without any event. At most a day
 * ahead.
 */
export async function nextTurn({ services, now }: Pick<ServiceHistoryPorts, 'services'> & { readonly now: number }) {
  const end = now + backMs;
  const out = new Set((await services.lasting(everywhere)).map(({ device }) => device));
  if (out.size === 0) return end;
  const openings = openingsOf(await services.terms(now, end), out, now, end);
  const turns = [...openings.values()].flat().flatMap(({ from, to }) => [from, to]);
  return Math.min(end, ...turns.filter((time) => time > now));
}
