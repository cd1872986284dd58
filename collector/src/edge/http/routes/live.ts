import { isDeepStrictEqual } from 'node:util';
import { LiveQuery } from '@fettle/shared/api/live';
import { type DeviceId, isDeviceId, type RunId } from '@fettle/shared/ids';
import { type Actor, allow, isAllowed, type Scope } from '../../../domain/access/index.ts';
import { getOrder, getRun } from '../../../domain/orders/index.ts';
import { Stream } from '../../live/stream.ts';
import { actorOf, identify } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';

/** The named devices that the actor may see. */
async function visible(context: HttpContext, scope: Scope, ids: readonly string[]) {
  const found = new Set<DeviceId>();
  for (const id of ids) {
    const device = isDeviceId(id) ? await context.devices.device(scope, id) : null;
    if (device) found.add(device.id);
  }
  return found;
}

/** @throws FettleError `not_allowed`, `not_found` for an order or a run that is not there, or of nothing that the actor sees */
async function allowRuns(context: HttpContext, actor: Actor, order: string | null, run: string | null): Promise<void> {
  if (order !== null) await getOrder(context.orderPorts(), actor, { id: order });
  if (run !== null) await getRun(context.orderPorts(), actor, { id: run });
}

/** Live events and values as server-sent events; shared/api/live says what comes. */
export const liveRoutes: Routes = (app, context) => {
  const open = new Set<Stream>();
  app.addHook('preClose', async () => open.forEach((stream) => stream.end()));
  app.get(
    '/api/v1/live',
    {
      config: { permission: 'device.read' },
      // An answer without a body that never ends would hold up what its connection is asked next.
      exposeHeadRoute: false,
      schema: { summary: 'Live events (text/event-stream)', querystring: LiveQuery, produces: ['text/event-stream'] },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      // A token's scopes may be less than a role: what comes here are events too.
      allow(actor, 'event.read');
      const { scope, scopes, role } = actor;
      const { device = [], fleet, row = [], order = null, run = null } = request.query;
      await allowRuns(context, actor, order, run);
      const devices = await visible(context, scope, [device].flat());
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const allowed = async () => {
        const who = await identify(request, context.credentials, false);
        if (who?.role !== role || !isDeepStrictEqual([who.scope, who.scopes], [scope, scopes])) return false;
        // A device may have left the selector, and is no longer to be watched.
        if ((await visible(context, scope, [...devices])).size < devices.size) return false;
        return run === null || (await context.runs.run(scope, run as RunId)) !== null;
      };
      const rows = new Set([row].flat());
      const readsRuns = isAllowed(actor, 'run.read');
      const topics = { scope, devices, fleet: fleet === '1', rows, order, run, readsRuns, allowed };
      const stream = new Stream(reply.raw, topics);
      open.add(stream);
      request.raw.once('close', () => {
        open.delete(stream);
        context.hub.unsubscribe(stream);
      });
      stream.send('hello', { time: context.clock.now(), version: context.version });
      stream.send('storage', { state: context.storage.full ? 'full' : 'ok', since: context.storage.since });
      const lastEvent = Number(request.headers['last-event-id']);
      try {
        await context.hub.subscribe(stream, Number.isSafeInteger(lastEvent) && lastEvent > 0 ? lastEvent : null);
      } catch (error) {
        // The answer has begun: no problem can be sent any more, and the browser comes again by itself.
        request.log.error({ err: error }, 'a live stream could not begin');
        stream.end();
      }
      if (request.raw.destroyed) context.hub.unsubscribe(stream);
    },
  );
};
