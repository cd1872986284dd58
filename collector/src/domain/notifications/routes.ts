import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow, audited, covers, everywhere } from '../access/index.ts';
import { isZone } from '../windows/index.ts';
import { wrongRoute } from './check-route.ts';
import type { ChannelsContext, PeopleSource } from './context.ts';
import { desktop } from './pipeline/route.ts';
import type { Route } from './types.ts';

export type RouteInput = Omit<Route, 'scope'>;
type Context = ChannelsContext & PeopleSource;

/** The routes of the actor's sites, in the order in which they are asked. @throws FettleError `not_allowed` */
export async function listRoutes({ channels }: ChannelsContext, actor: Actor): Promise<Route[]> {
  allow(actor, 'route.read');
  return channels.routes(actor.scope);
}

/**
 * Makes a route, or changes it. It is for what whoever makes it sees.
 * @throws FettleError `not_allowed`, `input_invalid`, `not_found`, `changed_meanwhile`
 */
export async function putRoute(context: Context, actor: Actor, input: RouteInput): Promise<Route> {
  const { channels, now } = context;
  allow(actor, 'route.manage');
  const { id, version } = input;
  const wrong = wrongRoute(input) ?? (await wrongTargets(context, input));
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const zone = input.calendar?.zone;
  if (zone !== undefined && !isZone(zone)) {
    throw new FettleError('input_invalid', `There is no time zone ${zone}. Write an IANA name such as Europe/Berlin.`);
  }
  const before = await mine(context, actor, id);
  if (before === null && version > 0) throw new FettleError('not_found');
  const route: Route = { ...input, scope: before?.scope ?? actor.scope, version: version + 1 };
  const { name, selector, severity, steps } = input;
  const answer = await channels.putRoute(route, {
    events: [{ time: now, kind: 'route.changed', device: null, site: null, detail: { route: id } }],
    audit: [audited(actor, now, 'notifications.put-route', `route:${id}`, { name, selector, severity, steps })],
  });
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a route ${id} already. Choose another id.` : undefined);
  }
  return route;
}

/** @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteRoute(
  context: ChannelsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  const { channels, now } = context;
  allow(actor, 'route.manage');
  if ((await mine(context, actor, id)) === null) throw new FettleError('not_found');
  const answer = await channels.removeRoute(id, version, {
    events: [{ time: now, kind: 'route.deleted', device: null, site: null, detail: { route: id } }],
    audit: [audited(actor, now, 'notifications.delete-route', `route:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

/** The routes, of all sites, that tell a team, as people call them. */
export async function routesTelling({ channels }: Pick<ChannelsContext, 'channels'>, team: string): Promise<string[]> {
  const routes = await channels.routes(everywhere);
  const tells = ({ steps }: Route) =>
    steps.some(({ targets }) => targets.some(({ kind, id }) => kind === 'team' && id === team));
  return routes.filter(tells).map(({ id }) => `the route ${id}`);
}

/** A route that the actor may change; null: there is none. @throws FettleError `not_allowed` */
async function mine({ channels }: ChannelsContext, actor: Actor, id: string): Promise<Route | null> {
  const route = (await channels.routes(actor.scope)).find((one) => one.id === id) ?? null;
  if (route !== null && !covers(actor.scope, route.scope)) {
    throw new FettleError('not_allowed', 'This route is also for devices that are none of yours.');
  }
  return route;
}

/** A target that does not exist would let a notice fall through. */
async function wrongTargets({ channels, access, people }: Context, { steps }: RouteInput): Promise<string | null> {
  const [all, rosters, teams] = [await channels.channels(), await channels.rosters(), await people.teams()];
  for (const { kind, id } of steps.flatMap(({ targets }) => targets)) {
    const isThere =
      kind === 'channel'
        ? id === desktop || all.some((one) => one.id === id)
        : kind === 'on-call'
          ? rosters.some((one) => one.id === id)
          : kind === 'team'
            ? teams.some((one) => one.id === id)
            : (await access.person(id as PersonId)) !== null;
    if (!isThere) return `There is no ${kind === 'on-call' ? 'roster' : kind} ${id}.`;
  }
  return null;
}
